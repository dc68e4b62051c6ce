const calculator = document.querySelector("edgedesk-calculator");
const embed = document.querySelector("#embed");
const buttons = document.querySelectorAll("[data-language]");

function speak(language) {
  calculator.setAttribute("lang", language);
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  const tag = `<edgedesk-calculator lang="${language}"></edgedesk-calculator>`;
  embed.textContent = `${tag}<script src="${location.origin}/calculator.js" async></script>`;
}

for (const button of buttons) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
speak("en");
