import { problems } from "./problems.js";

const list = document.getElementById("problems");
for (const [code, { status, title, detail }] of Object.entries(problems)) {
  const term = document.createElement("dt");
  term.id = code;
  term.textContent = `${status} ${code}: ${title}`;
  const explanation = document.createElement("dd");
  explanation.textContent = detail;
  list.append(term, explanation);
}
if (location.hash !== "") document.getElementById(location.hash.slice(1))?.scrollIntoView();
