import { languages, type Language } from "../ai/language.ts";

const texts: Record<
  Language,
  { title: string; asks: string; name: string; password: string; button: string; wrong: string }
> = {
  sv: {
    title: "Logga in",
    asks: "vill läsa dina bokningar, ordrar och ärenden och göra reklamationer åt dig.",
    name: "Användarnamn eller e-post",
    password: "Lösenord",
    button: "Logga in och tillåt",
    wrong: "Användarnamn och lösenord stämmer inte.",
  },
  de: {
    title: "Anmelden",
    asks: "möchte Ihre Buchungen, Bestellungen und Anliegen lesen und für Sie reklamieren.",
    name: "Benutzername oder E-Mail",
    password: "Passwort",
    button: "Anmelden und erlauben",
    wrong: "Benutzername und Passwort passen nicht.",
  },
  en: {
    title: "Log in",
    asks: "wants to read your bookings, orders and tickets, and to make claims for you.",
    name: "Username or e-mail",
    password: "Password",
    button: "Log in and allow",
    wrong: "Username and password do not fit.",
  },
  fi: {
    title: "Kirjaudu",
    asks: "haluaa lukea varauksesi, tilauksesi ja tukipyyntösi sekä tehdä reklamaatioita puolestasi.",
    name: "Käyttäjätunnus tai sähköposti",
    password: "Salasana",
    button: "Kirjaudu ja salli",
    wrong: "Käyttäjätunnus ja salasana eivät täsmää.",
  },
};

type Page = {
  clientName: string;
  returnsTo: string;
  /** The fields of the request, sent along with the login. */
  fields: Record<string, string>;
  isWrong: boolean;
  accepted: string | undefined;
};

/** Where a user logs in and allows a program to act for them: one form, no script. */
export function loginPage({ clientName, returnsTo, fields, isWrong, accepted }: Page): string {
  const language = languageOf(accepted);
  const t = texts[language];
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${t.title}</title><link rel="stylesheet" href="/style.css">
<main><h1>${t.title}</h1>
<p><strong>${escapeHtml(clientName)}</strong> (${escapeHtml(returnsTo)}) ${t.asks}</p>
${isWrong ? `<p role="alert"><strong>${t.wrong}</strong></p>` : ""}
<form method="post" action="/oauth/authorize">${hidden.join("")}
<p><label>${t.name}<br><input name="username" autocomplete="username" required maxlength="254"></label></p>
<p><label>${t.password}<br><input name="password" type="password" autocomplete="current-password" required maxlength="128"></label></p>
<p><button>${t.button}</button></p></form></main></html>
`;
}

/** The first language of Accept-Language that the desk speaks; English if there is none. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((code) => languages.filter((language) => language === code))[0] ?? "en";
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
