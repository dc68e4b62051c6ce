import { demoKey } from "./demo-key.js";

const ui = window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  onComplete: () => {
    if (demoKey !== null) ui.preauthorizeApiKey("machineKey", demoKey);
  },
});
