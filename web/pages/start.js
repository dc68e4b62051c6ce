/** Each card shows what the desk says at this moment; one that cannot be reached says so. */
const slider = document.querySelector("#volume");
const volume = document.querySelector("#price output");
let asked = 0;

async function ask(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  // A desk that is not ready says so with 503, and what is missing in the same shape.
  if (!response.ok && !answer.checks) throw new Error(answer.detail);
  return { answer };
}

function show(card, figure, note) {
  const place = document.getElementById(card);
  place.querySelector("[data-figure]").textContent = figure;
  place.querySelector("[data-note]").textContent = note;
}

async function fill(card, read) {
  try {
    await read();
  } catch {
    show(card, "—", "This part of the desk does not answer right now.");
  }
}

function kronor(amount) {
  return `${amount.toLocaleString("en")} kr`;
}

const move = () => ({
  volume_m3: slider.valueAsNumber,
  floors_from: 4,
  floors_to: 2,
  elevator_from: "none",
  elevator_to: "small",
  distance_km: 15,
});

async function price() {
  volume.textContent = `${slider.value} m³`;
  asked += 1;
  const mine = asked;
  const { answer } = await ask(`/price?${new URLSearchParams(move())}`);
  if (mine !== asked) return;
  const { total_price, volume_discount } = answer.pricing_data;
  const discount = volume_discount === "" ? "" : `, ${volume_discount} volume discount`;
  show("price", kronor(total_price), `RUT taken off${discount}. As the desk prices now.`);
}

async function quote() {
  const { answer } = await ask("/quotes", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(move()),
  });
  const until = new Date(answer.expires_at).toLocaleDateString("en", {
    day: "numeric",
    month: "long",
  });
  show(
    "quote",
    kronor(answer.price.pricing_data.total_price),
    `Signed; holds until ${until} for ${slider.value} m³.`,
  );
}

async function chat() {
  const { answer } = await ask("/api/chat/widget");
  const from = answer.opens_at
    ? `People answer from ${new Date(answer.opens_at).toLocaleString("en", {
        weekday: "long",
        hour: "2-digit",
        minute: "2-digit",
      })}. `
    : "";
  show(
    "chat",
    answer.is_open ? "People are here" : "The AI answers",
    `${from}The button in the corner is the widget.`,
  );
}

async function answers() {
  const { answer } = await ask("/api/v1/chat/faqs?language=en");
  const faq = answer[Math.floor(Math.random() * answer.length)];
  show("answers", `${answer.length} questions`, `“${faq.question}”`);
}

async function agents() {
  const { answer } = await ask("/gpt-rag/openapi.json");
  const operations = Object.values(answer.paths).flatMap((path) => Object.values(path));
  const names = operations.map(({ summary }) => summary.toLowerCase()).join(", ");
  show("agents", `${operations.length} operations`, `${names}.`);
}

async function state() {
  const { answer } = await ask("/ready");
  const checks = Object.entries(answer.checks);
  const failing = checks.filter(([, { ok }]) => !ok).map(([name]) => name);
  show(
    "state",
    failing.length === 0 ? "All well" : `Without ${failing.join(", ")}`,
    `Asked: ${checks.map(([name]) => name).join(", ")}.`,
  );
}

slider.addEventListener("input", () => fill("price", price));
document.querySelector("#quote button").addEventListener("click", () => fill("quote", quote));
for (const [card, read] of Object.entries({ price, chat, answers, agents, state })) {
  void fill(card, read);
}
