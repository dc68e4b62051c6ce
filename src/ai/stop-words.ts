/**
 * Words of the four languages that say nothing about what a text is about: small words, and those that
 * every customer uses whatever the matter is. Compared in lower case.
 */
const lists = {
  sv: `och i att det som en ett på är av för med till den har de inte om jag vi ni du han hon man sig så kan när var men min mitt
    mina din ditt dina er ert era vår vårt våra hur vad varför vem vilken vilket vilka ska skall vill från eller sin här där då nu
    även blir blev bli blivit varit vara finns finnas hade ha haft får fått fick få går gått gick gå göra gör gjort gjorde måste
    borde skulle kunde kunna kommer kom över under efter innan utan också bara mycket mer än hej hejsan tack snälla hjälp hjälpa
    behöver undrar fråga någon något några ingen inget inga alla allt detta denna dessa mig dig oss dem hos vid åt själv idag igår
    ju väl dock igen fortfarande sedan`,
  de: `und der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr ist sind war waren bin bist sein seid
    hat habe haben hatte hatten wird werden wurde worden nicht kein keine keinen mit von zu zum zur auf in im an am bei aus nach
    über unter vor für um als wie was wer wann wo warum wieso welche welcher welches kann können könnte könnten könnt muss müssen
    soll sollte will möchte möchten mein meine meinen meinem meiner dein deine ihre ihren ihrem ihrer unser unsere mich mir dich
    dir uns euch ihnen sich auch nur noch schon aber oder denn wenn dass ob so sehr mehr man da dann hier dort doch mal bitte
    danke hallo guten tag hilfe helfen brauche frage fragen etwas nichts alle alles diese dieser dieses diesen jetzt heute gestern
    wieder immer geht gehen macht machen tun gibt`,
  en: `the a an and or but if then so of to in on at by for with from as into about over after before than i you he she it we they me
    him her us them my your yours his its our ours their is are was were be been being am do does did doing done have has had
    having can could would should will shall may might must not no nor don doesn didn isn aren wasn weren won wouldn couldn
    shouldn haven hasn hadn ll ve re what when where who whom which why how this that these those there here all any both each
    some such only own same too very just also again more most other please thanks thank hello hi hey help need want wants wanted
    get gets got getting make makes made like know tell ask question really still now today yesterday something anything someone
    anyone im ive cant go going let way able`,
  fi: `ja ei en et emme ette eivät on oli ovat olivat olen olet olemme olette ole ollut olla se ne tämä nämä tuo hän he minä sinä me te
    minun sinun hänen meidän teidän heidän minua sinua meitä teitä minulla sinulla meillä teillä minulle sinulle mutta tai vai
    kun jos että koska niin kuin kuinka miten mitä mikä mitkä missä mistä mihin milloin miksi kuka ketkä kenen voi voin voit
    voiko voinko voisin voitteko voisitteko pitää pitäisi haluan haluaisin tarvitsen saanko saan saa kanssa myös vain vielä jo nyt
    sitten siellä täällä hyvin hyvä paljon lisää hei moi kiitos terve apua auttaa kysymys joku jokin mitään kaikki tätä sitä
    siitä tästä teen tehdä tekee mene menee tänään eilen taas`,
};

const stopWords = new Set(
  Object.values(lists).flatMap((list) => list.split(/\s+/).map((word) => word.normalize("NFC"))),
);

export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}
