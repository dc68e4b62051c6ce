import { demoKey } from "./demo-key.js";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
function followColorScheme() {
  document.documentElement.classList.toggle("dark-mode", prefersDark.matches);
}
followColorScheme();
prefersDark.addEventListener("change", followColorScheme);

const ui = window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  validatorUrl: null,
  onComplete: () => {
    if (demoKey !== null) ui.preauthorizeApiKey("machineKey", demoKey);
  },
});
