import type { Language } from "../support/surroundings.ts";

type Texts = {
  title: string;
  open: string;
  unread: (count: number) => string;
  close: string;
  name: string;
  start: string;
  person: string;
  personAsked: string;
  personHere: string;
  away: (from: string) => string;
  awayUnknown: string;
  message: string;
  send: string;
  attach: string;
  log: string;
  you: string;
  visitor: string;
  ai: string;
  typing: (name: string) => string;
  sending: string;
  sent: string;
  read: string;
  reconnecting: string;
  offline: string;
  closed: string;
  again: string;
  logOut: string;
  loggedOut: string;
  failed: string;
};

export const texts: Record<Language, Texts> = {
  sv: {
    title: "Chatta med oss",
    open: "Öppna chatten",
    unread: (count) => `${count} olästa`,
    close: "Stäng chatten",
    name: "Ditt namn (frivilligt)",
    start: "Börja chatta",
    person: "Jag vill prata med en människa",
    personAsked: "Du har bett om en människa. Vi svarar här så snart vi kan.",
    personHere: "En människa svarar dig nu.",
    away: (from) =>
      `Vi är inte på plats just nu. Människor svarar från ${from}; skriv gärna redan nu.`,
    awayUnknown: "Vi är inte på plats just nu. Skriv, så svarar vi här.",
    message: "Ditt meddelande",
    send: "Skicka",
    attach: "Skicka en bild eller video",
    log: "Meddelanden",
    you: "Du",
    visitor: "Besökare",
    ai: "AI",
    typing: (name) => `${name} skriver …`,
    sending: "Skickas …",
    sent: "Skickat",
    read: "Läst",
    reconnecting: "Anslutningen bröts. Ansluter igen …",
    offline: "Du är offline. Det du skriver skickas när nätet är tillbaka.",
    closed: "Samtalet är avslutat.",
    again: "Starta ett nytt samtal",
    logOut: "Logga ut och glöm mig",
    loggedOut: "Du är utloggad. Den här webbläsaren har glömt samtalet.",
    failed: "Det gick inte. Försök igen.",
  },
  de: {
    title: "Chatten Sie mit uns",
    open: "Chat öffnen",
    unread: (count) => `${count} ungelesen`,
    close: "Chat schließen",
    name: "Ihr Name (freiwillig)",
    start: "Chat beginnen",
    person: "Ich möchte mit einem Menschen sprechen",
    personAsked: "Sie haben um einen Menschen gebeten. Wir antworten hier, sobald wir können.",
    personHere: "Jetzt antwortet Ihnen ein Mensch.",
    away: (from) =>
      `Wir sind gerade nicht da. Menschen antworten ab ${from}; schreiben Sie gern schon jetzt.`,
    awayUnknown: "Wir sind gerade nicht da. Schreiben Sie, wir antworten hier.",
    message: "Ihre Nachricht",
    send: "Senden",
    attach: "Bild oder Video senden",
    log: "Nachrichten",
    you: "Sie",
    visitor: "Gast",
    ai: "KI",
    typing: (name) => `${name} schreibt …`,
    sending: "Wird gesendet …",
    sent: "Gesendet",
    read: "Gelesen",
    reconnecting: "Die Verbindung ist abgerissen. Sie wird neu aufgebaut …",
    offline: "Sie sind offline. Was Sie schreiben, wird gesendet, sobald das Netz zurück ist.",
    closed: "Das Gespräch ist beendet.",
    again: "Neues Gespräch beginnen",
    logOut: "Abmelden und mich vergessen",
    loggedOut: "Sie sind abgemeldet. Dieser Browser hat das Gespräch vergessen.",
    failed: "Das ging nicht. Bitte noch einmal.",
  },
  en: {
    title: "Chat with us",
    open: "Open the chat",
    unread: (count) => `${count} unread`,
    close: "Close the chat",
    name: "Your name (optional)",
    start: "Start chatting",
    person: "I want to talk to a person",
    personAsked: "You have asked for a person. We answer here as soon as we can.",
    personHere: "A person is answering you now.",
    away: (from) => `We are away right now. People answer from ${from}; do write already.`,
    awayUnknown: "We are away right now. Write, and we will answer here.",
    message: "Your message",
    send: "Send",
    attach: "Send a picture or video",
    log: "Messages",
    you: "You",
    visitor: "Visitor",
    ai: "AI",
    typing: (name) => `${name} is typing …`,
    sending: "Sending …",
    sent: "Sent",
    read: "Read",
    reconnecting: "The connection was lost. Reconnecting …",
    offline: "You are offline. What you write is sent when the network is back.",
    closed: "This conversation has ended.",
    again: "Start a new conversation",
    logOut: "Log out and forget me",
    loggedOut: "You are logged out. This browser has forgotten the conversation.",
    failed: "That did not work. Please try again.",
  },
  fi: {
    title: "Keskustele kanssamme",
    open: "Avaa keskustelu",
    unread: (count) => `${count} lukematta`,
    close: "Sulje keskustelu",
    name: "Nimesi (vapaaehtoinen)",
    start: "Aloita keskustelu",
    person: "Haluan puhua ihmisen kanssa",
    personAsked: "Olet pyytänyt ihmistä. Vastaamme tässä niin pian kuin voimme.",
    personHere: "Ihminen vastaa sinulle nyt.",
    away: (from) =>
      `Emme ole nyt paikalla. Ihmiset vastaavat ${from} alkaen; kirjoita vain jo nyt.`,
    awayUnknown: "Emme ole nyt paikalla. Kirjoita, niin vastaamme tässä.",
    message: "Viestisi",
    send: "Lähetä",
    attach: "Lähetä kuva tai video",
    log: "Viestit",
    you: "Sinä",
    visitor: "Vierailija",
    ai: "Tekoäly",
    typing: (name) => `${name} kirjoittaa …`,
    sending: "Lähetetään …",
    sent: "Lähetetty",
    read: "Luettu",
    reconnecting: "Yhteys katkesi. Yhdistetään uudelleen …",
    offline: "Olet offline-tilassa. Viestisi lähtevät, kun verkko palaa.",
    closed: "Keskustelu on päättynyt.",
    again: "Aloita uusi keskustelu",
    logOut: "Kirjaudu ulos ja unohda minut",
    loggedOut: "Olet kirjautunut ulos. Tämä selain on unohtanut keskustelun.",
    failed: "Se ei onnistunut. Yritä uudelleen.",
  },
};
