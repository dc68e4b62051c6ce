/** What visitors are told first (EU AI Act, article 50): an AI answers, and a person can be asked for. */
export const aiDisclosure = {
  sv: "Du chattar med en AI. Be om en människa när du vill, så tar någon av oss över.",
  de: "Sie chatten mit einer KI. Wenn Sie möchten, übernimmt jederzeit ein Mensch.",
  en: "You are chatting with an AI. Ask for a person whenever you like, and one of us takes over.",
  fi: "Keskustelet tekoälyn kanssa. Voit pyytää ihmistä milloin tahansa, niin joku meistä jatkaa.",
};
