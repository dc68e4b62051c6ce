const fontFamily = "system-ui, sans-serif";
const shared = {
  typography: {
    fontFamily,
    headings: { fontFamily },
    code: { fontFamily: "ui-monospace, monospace" },
  },
  rightPanel: { backgroundColor: "#1b2530" },
  codeBlock: { backgroundColor: "#11161c" },
};
const light = {
  ...shared,
  colors: { primary: { main: "#0b5cad" }, text: { primary: "#17202a", secondary: "#4f5b69" } },
  sidebar: { backgroundColor: "#f5f8fb", textColor: "#17202a" },
};
const dark = {
  ...shared,
  colors: {
    primary: { main: "#7ab8ff" },
    success: { main: "#6fcf84" },
    error: { main: "#ff8a80" },
    gray: { 50: "#19212a", 100: "#222c37" },
    border: { light: "#2f3c4a", dark: "#2f3c4a" },
    text: { primary: "#e8edf3", secondary: "#a9b5c2" },
    responses: {
      success: { color: "#6fcf84", backgroundColor: "#16291c" },
      error: { color: "#ff8a80", backgroundColor: "#2d1a1b" },
    },
  },
  schema: {
    linesColor: "#3d4f63",
    nestedBackground: "#19212a",
    typeNameColor: "#a9b5c2",
    typeTitleColor: "#a9b5c2",
    requireLabelColor: "#ff8a80",
    arrow: { color: "#a9b5c2" },
  },
  sidebar: { backgroundColor: "#19212a", textColor: "#e8edf3" },
  rightPanel: {
    ...shared.rightPanel,
    servers: {
      overlay: { backgroundColor: "#2f3c4a", textColor: "#e8edf3" },
      url: { backgroundColor: "#11161c" },
    },
  },
  fab: { backgroundColor: "#2f3c4a", color: "#e8edf3" },
  typography: {
    ...shared.typography,
    code: { ...shared.typography.code, color: "#ff9c93", backgroundColor: "#222c37" },
  },
};

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
prefersDark.addEventListener("change", () => location.reload());
window.Redoc.init(
  "/openapi.json",
  { hideDownloadButtons: true, theme: prefersDark.matches ? dark : light },
  document.getElementById("redoc"),
);
