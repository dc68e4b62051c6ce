import type { Lift, PriceRequest, Service } from "../../src/pricing/pricing.schema.ts";
import { element } from "../support/element.ts";
import type { texts } from "./texts.ts";

type Texts = (typeof texts)["en"];

export const lifts: Lift[] = ["big", "small", "none", "broken"];
export const services: Service[] = ["packing", "cleaning", "piano", "storage"];

export const firstRequest: PriceRequest = {
  volume_m3: 25,
  floors_from: 4,
  floors_to: 2,
  elevator_from: "none",
  elevator_to: "small",
  additional_services: [],
  distance_km: 15,
};

/** The form: every change goes into `request` at once and is told. */
export function fields(t: Texts, request: PriceRequest, changed: () => void): HTMLElement {
  let count = 0;

  function labelled(label: string, input: HTMLElement, shown: HTMLElement | null = null) {
    count += 1;
    input.id = `f${count}`;
    const name = element("label", { for: input.id }, label);
    return element(
      "div",
      { class: "field" },
      element("div", { class: "name" }, name, shown),
      input,
    );
  }

  function slider(
    label: string,
    range: { min: number; max: number; value: number },
    say: (value: number) => string,
    take: (value: number) => void,
  ) {
    const shown = element("span", { class: "value", "aria-hidden": "true" }, say(range.value));
    const input = element("input", { type: "range", ...range, "aria-valuetext": say(range.value) });
    fill(input);
    input.addEventListener("input", () => {
      const value = input.valueAsNumber;
      shown.textContent = say(value);
      input.setAttribute("aria-valuetext", say(value));
      fill(input);
      take(value);
      changed();
    });
    return labelled(label, input, shown);
  }

  function address(end: "from" | "to") {
    const [floor, lift] = [`floors_${end}`, `elevator_${end}`] as const;
    const choice = element(
      "select",
      {
        onchange: () => {
          request[lift] = lifts[choice.selectedIndex] ?? "none";
          changed();
        },
      },
      ...lifts.map((word) =>
        element("option", { selected: word === request[lift] }, t.lifts[word]),
      ),
    );
    return element(
      "fieldset",
      {},
      element("legend", {}, t[end]),
      slider(
        t.floor,
        { min: -2, max: 12, value: request[floor] },
        (value) => (value === 0 ? t.groundFloor : String(value)),
        (value) => (request[floor] = value),
      ),
      labelled(t.lift, choice),
    );
  }

  function extra(service: Service) {
    const box = element("input", {
      type: "checkbox",
      checked: request.additional_services.includes(service),
      onchange: () => {
        const chosen = new Set(request.additional_services);
        if (box.checked) chosen.add(service);
        else chosen.delete(service);
        request.additional_services = services.filter((each) => chosen.has(each));
        changed();
      },
    });
    return element("label", { class: "extra" }, box, t.services[service]);
  }

  const rut = element("input", {
    type: "number",
    min: 0,
    max: 75_000,
    step: 1,
    inputmode: "numeric",
    placeholder: "75000",
    value: request.rut_remaining ?? null,
    "aria-describedby": "rut-hint",
    oninput: () => {
      const left = Math.trunc(rut.valueAsNumber);
      request.rut_remaining = left >= 0 && left <= 1_000_000 ? left : undefined;
      changed();
    },
  });

  return element(
    "form",
    { onsubmit: (event) => event.preventDefault() },
    slider(
      t.volume,
      { min: 1, max: 100, value: request.volume_m3 },
      (value) => `${value} m³`,
      (value) => (request.volume_m3 = value),
    ),
    element("div", { class: "ends" }, address("from"), address("to")),
    element(
      "fieldset",
      { class: "extras" },
      element("legend", {}, t.extras),
      ...services.map(extra),
    ),
    slider(
      t.distance,
      { min: 0, max: 500, value: request.distance_km },
      (value) => `${value} km`,
      (value) => (request.distance_km = value),
    ),
    labelled(t.rutLeft, rut),
    element("p", { class: "hint", id: "rut-hint" }, t.rutHint),
  );
}

/** Colours the track of a slider up to its thumb. */
function fill(input: HTMLInputElement): void {
  const [min, max] = [Number(input.min), Number(input.max)];
  input.style.setProperty("--filled", `${((input.valueAsNumber - min) / (max - min)) * 100}%`);
}
