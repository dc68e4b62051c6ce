import { element, the } from "../support/element.ts";
import { operationsOf } from "./check-actions.ts";
import { textOf } from "./findings.ts";
import { readDocument, runChecks, type Group } from "./run-checks.ts";

const { origin, hostname } = location;
const run = the<HTMLButtonElement>("#run");
const verdict = the("#verdict");

the("#origin").textContent = origin;
the("#laptop").hidden = !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
void fillIn();
void listOperations();
run.addEventListener("click", () => void check());

/** What is to be pasted names this desk and, on a laptop with the demo, the demo's key. */
async function fillIn(): Promise<void> {
  const demoKey: unknown = await fetch("/agents/demo-key.json").then((response) => response.json());
  for (const place of document.querySelectorAll<HTMLElement>(".paste")) {
    const code = place.querySelector("code");
    if (!code) continue;
    const text = (code.textContent ?? "").replaceAll("https://desk.example", origin);
    code.textContent = typeof demoKey === "string" ? text.replaceAll("YOUR_KEY", demoKey) : text;
    const title = place.closest("section")?.querySelector("h3")?.textContent ?? "";
    const button = element("button", { type: "button", class: "plain" }, "Copy");
    button.append(element("span", { class: "unseen" }, ` for ${title}`));
    button.addEventListener("click", () => void copy(code, button));
    place.append(button);
  }
}

/** Where a page may not write to the clipboard, what is to be copied is at least selected. */
async function copy(code: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const [label] = button.childNodes;
  if (!label) return;
  const isCopied = await navigator.clipboard
    .writeText(code.textContent ?? "")
    .then(() => true)
    .catch(() => false);
  if (!isCopied) getSelection()?.selectAllChildren(code);
  label.textContent = isCopied ? "Copied" : "Selected";
  setTimeout(() => (label.textContent = "Copy"), 2000);
}

async function listOperations(): Promise<void> {
  const { document: contract } = await readDocument(origin);
  const lines = operationsOf(contract).flatMap(
    ({ id, contract: { description }, ...operation }) => {
      const marks = [
        operation.needsKey ? "key over REST" : "open",
        ...(operation.writes === true ? ["changes something"] : []),
      ];
      return [
        element("dt", {}, id),
        element(
          "dd",
          {},
          textOf(description),
          element("br"),
          ...marks.map((mark) => element("span", {}, mark)),
        ),
      ];
    },
  );
  the("#operations-list").replaceChildren(...lines);
  the("#operations-none").hidden = true;
}

async function check(): Promise<void> {
  run.disabled = true;
  verdict.textContent = "Checking …";
  try {
    const groups = await runChecks(origin);
    the("#results").replaceChildren(...groups.flatMap(shown));
    const all = groups.flatMap(({ findings }) => findings);
    const failed = all.filter((found) => found.verdict === "fail").length;
    verdict.textContent =
      failed === 0 ? `All ${all.length} checks pass.` : `${failed} of ${all.length} checks fail.`;
  } catch {
    verdict.textContent = "The desk does not answer; try again in a minute.";
  } finally {
    run.disabled = false;
    run.textContent = "Run the checks again";
  }
}

function shown({ title, findings }: Group): HTMLElement[] {
  const lines = findings.map(({ name, verdict: found, why }) =>
    element(
      "li",
      { class: found },
      element(
        "span",
        { class: "verdict" },
        { pass: "✓ pass", note: "• note", fail: "✗ fail" }[found],
      ),
      element("span", {}, name),
      element("span", {}, why),
    ),
  );
  return [element("h3", {}, title), element("ul", {}, ...lines)];
}
