import type { Language } from "./language.ts";
import { styles, type Intent, type Style } from "./model.ts";

type Replies = Record<Intent, Record<Style, string>>;

/** Honest answers for each intent: they promise a person's attention and nothing else. */
const replies: Record<Language, Replies> = {
  sv: {
    greeting: {
      friendly: "Hej! Vad kul att du hör av dig. Vad kan jag hjälpa dig med?",
      formal: "God dag och välkommen. Hur kan vi stå till tjänst?",
      simple: "Hej! Vad behöver du hjälp med?",
      concise: "Hej! Hur kan jag hjälpa till?",
    },
    complaint: {
      friendly:
        "Jag är verkligen ledsen att det har blivit så här. Berätta gärna vad som hände, så ser vi till att en kollega tar tag i det.",
      formal:
        "Vi beklagar det inträffade. Vänligen beskriv vad som har hänt, så överlämnar vi ärendet till en ansvarig medarbetare.",
      simple: "Förlåt att det blev fel. Berätta vad som hände, så tar en kollega hand om det.",
      concise: "Beklagar! Vad hände? En kollega tar över.",
    },
    inquiry: {
      friendly: "Bra fråga! Jag tar gärna reda på det åt dig. Kan du berätta lite mer?",
      formal: "Tack för er förfrågan. För att kunna svara korrekt behöver vi några uppgifter till.",
      simple: "Jag tar reda på det. Kan du berätta lite mer?",
      concise: "Kan du ge mig lite mer information?",
    },
    support: {
      friendly: "Det löser vi tillsammans! Beskriv vad du ser och vad du redan har provat.",
      formal: "Vi hjälper er gärna. Vänligen beskriv felet och vilka steg ni redan har tagit.",
      simple: "Jag hjälper dig. Vad ser du, och vad har du provat?",
      concise: "Vad händer, och vad har du provat?",
    },
    feedback: {
      friendly: "Tack snälla för din återkoppling! Jag ser till att teamet får läsa den.",
      formal: "Vi tackar för er återkoppling och vidarebefordrar den till berörda medarbetare.",
      simple: "Tack! Jag skickar det vidare till teamet.",
      concise: "Tack, det förs vidare!",
    },
    uncategorized: {
      friendly: "Tack för ditt meddelande! Kan du berätta lite mer om vad du behöver hjälp med?",
      formal: "Tack för ert meddelande. Kan ni beskriva ert ärende närmare?",
      simple: "Kan du berätta lite mer?",
      concise: "Vad gäller det?",
    },
  },
  de: {
    greeting: {
      friendly: "Hallo! Schön, dass Sie sich melden. Wie kann ich Ihnen helfen?",
      formal: "Guten Tag und herzlich willkommen. Womit dürfen wir Ihnen behilflich sein?",
      simple: "Hallo! Wobei brauchen Sie Hilfe?",
      concise: "Hallo! Wie kann ich helfen?",
    },
    complaint: {
      friendly:
        "Das tut mir wirklich leid. Erzählen Sie mir bitte, was passiert ist, dann kümmert sich eine Kollegin oder ein Kollege darum.",
      formal:
        "Wir bedauern den Vorfall. Bitte schildern Sie, was geschehen ist, damit wir den Fall der zuständigen Person übergeben.",
      simple: "Das tut mir leid. Was ist passiert? Wir kümmern uns darum.",
      concise: "Tut uns leid! Was ist passiert?",
    },
    inquiry: {
      friendly: "Gute Frage! Das finde ich gern für Sie heraus. Können Sie mir etwas mehr sagen?",
      formal:
        "Vielen Dank für Ihre Anfrage. Für eine genaue Antwort benötigen wir noch einige Angaben.",
      simple: "Das kläre ich gern. Können Sie mir mehr dazu sagen?",
      concise: "Können Sie mir mehr Details nennen?",
    },
    support: {
      friendly: "Das bekommen wir zusammen hin! Was sehen Sie, und was haben Sie schon versucht?",
      formal:
        "Wir helfen Ihnen gern. Bitte beschreiben Sie den Fehler und die bereits unternommenen Schritte.",
      simple: "Ich helfe Ihnen. Was sehen Sie, und was haben Sie versucht?",
      concise: "Was passiert, und was haben Sie versucht?",
    },
    feedback: {
      friendly: "Herzlichen Dank für Ihre Rückmeldung! Ich gebe sie gern an das Team weiter.",
      formal:
        "Wir danken Ihnen für Ihre Rückmeldung und leiten sie an die zuständigen Stellen weiter.",
      simple: "Danke! Ich gebe das an das Team weiter.",
      concise: "Danke, wir geben es weiter!",
    },
    uncategorized: {
      friendly: "Danke für Ihre Nachricht! Können Sie mir etwas genauer sagen, worum es geht?",
      formal: "Vielen Dank für Ihre Nachricht. Könnten Sie Ihr Anliegen bitte näher beschreiben?",
      simple: "Können Sie mir mehr dazu sagen?",
      concise: "Worum geht es?",
    },
  },
  en: {
    greeting: {
      friendly: "Hi there! Lovely to hear from you. What can I help you with?",
      formal: "Good day and welcome. How may we be of assistance?",
      simple: "Hello! What do you need help with?",
      concise: "Hi! How can I help?",
    },
    complaint: {
      friendly:
        "I'm really sorry this happened. Tell me what went wrong and we'll make sure that a colleague takes care of it.",
      formal:
        "We regret what has happened. Please describe the matter, so that we can pass it to the person responsible.",
      simple: "Sorry about that. What happened? A colleague will look into it.",
      concise: "Sorry! What happened? A colleague will take over.",
    },
    inquiry: {
      friendly: "Good question! I'll gladly find out for you. Could you tell me a little more?",
      formal: "Thank you for your inquiry. To answer it precisely we need a few more details.",
      simple: "I'll find out. Can you tell me a little more?",
      concise: "Could you give me more details?",
    },
    support: {
      friendly: "We'll sort this out together! What do you see, and what have you tried so far?",
      formal:
        "We will gladly assist. Please describe the error and the steps you have already taken.",
      simple: "I'll help you. What do you see, and what did you try?",
      concise: "What happens, and what did you try?",
    },
    feedback: {
      friendly: "Thank you so much for telling us! I'll make sure that the team reads it.",
      formal: "We thank you for your feedback and will forward it to the people concerned.",
      simple: "Thanks! I'll pass it on to the team.",
      concise: "Thanks, passed on!",
    },
    uncategorized: {
      friendly: "Thanks for your message! Could you tell me a bit more about what you need?",
      formal: "Thank you for your message. Could you please describe your request in more detail?",
      simple: "Can you tell me a little more?",
      concise: "What is it about?",
    },
  },
  fi: {
    greeting: {
      friendly: "Hei! Mukava kuulla sinusta. Miten voin auttaa?",
      formal: "Hyvää päivää ja tervetuloa. Kuinka voimme olla avuksi?",
      simple: "Hei! Missä tarvitset apua?",
      concise: "Hei! Miten voin auttaa?",
    },
    complaint: {
      friendly:
        "Olen todella pahoillani. Kerrotko, mitä tapahtui, niin varmistan, että kollega hoitaa asian.",
      formal: "Pahoittelemme tapahtunutta. Kuvailkaa asiaa, niin välitämme sen vastuuhenkilölle.",
      simple: "Anteeksi. Mitä tapahtui? Kollega hoitaa asian.",
      concise: "Pahoittelut! Mitä tapahtui?",
    },
    inquiry: {
      friendly: "Hyvä kysymys! Selvitän sen mielelläni. Voisitko kertoa hieman lisää?",
      formal:
        "Kiitos tiedustelustanne. Tarkkaa vastausta varten tarvitsemme vielä muutaman tiedon.",
      simple: "Selvitän asian. Voitko kertoa lisää?",
      concise: "Voitko antaa lisätietoja?",
    },
    support: {
      friendly: "Ratkaistaan tämä yhdessä! Mitä näet, ja mitä olet jo kokeillut?",
      formal: "Autamme mielellämme. Kuvailkaa virhettä ja jo tekemiänne toimenpiteitä.",
      simple: "Autan sinua. Mitä näet, ja mitä kokeilit?",
      concise: "Mitä tapahtuu, ja mitä kokeilit?",
    },
    feedback: {
      friendly: "Lämmin kiitos palautteestasi! Välitän sen tiimille.",
      formal: "Kiitämme palautteestanne ja välitämme sen asianomaisille.",
      simple: "Kiitos! Välitän sen tiimille.",
      concise: "Kiitos, välitetään eteenpäin!",
    },
    uncategorized: {
      friendly: "Kiitos viestistäsi! Voisitko kertoa hieman tarkemmin, mitä tarvitset?",
      formal: "Kiitos viestistänne. Voisitteko kuvailla asiaanne tarkemmin?",
      simple: "Voitko kertoa vähän lisää?",
      concise: "Mistä on kyse?",
    },
  },
};

/** Three answers: the first in the wanted style, the others in the next ones. */
export function suggestReplies(language: Language, intent: Intent, style: Style): string[] {
  const others = styles.filter((other) => other !== style);
  return [style, ...others].slice(0, 3).map((each) => replies[language][intent][each]);
}
