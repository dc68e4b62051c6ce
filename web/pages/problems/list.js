import { problems } from "./problems.js";

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The registry's sentences mark code with `backticks`. */
function withCode(sentence) {
  const parts = sentence.split("`");
  return parts.map((part, i) => (i % 2 === 1 ? element("code", {}, part) : part));
}

const list = document.getElementById("problems");
for (const [code, { status, title, detail }] of Object.entries(problems)) {
  const link = element("a", { href: `#${code}` }, code);
  list.append(
    element("dt", { id: code }, element("span", {}, status), link),
    element("dd", {}, `${title}. `, ...withCode(detail)),
  );
}
