import { getCountries, parsePhoneNumberFromString, type Examples } from "libphonenumber-js/min";
import examples from "libphonenumber-js/examples.mobile.json" with { type: "json" };
import { join } from "node:path";
import { expect, test } from "vitest";

const built = join(import.meta.dirname, "../../dist/slim/phone.js");

test("the bundled phone library reads every country's numbers as the whole one does", async () => {
  const slim: { parsePhoneNumberFromString: typeof parsePhoneNumberFromString } = await import(
    built
  );
  const read = (parse: typeof parsePhoneNumberFromString, text: string, country: "SE") => {
    const number = parse(text, country);
    return number?.isValid() ? number.number : null;
  };
  const known: Examples = examples;
  for (const country of getCountries()) {
    const example = parsePhoneNumberFromString(known[country] ?? "", country);
    if (!example) continue;
    const written = [
      example.formatNational(),
      example.formatInternational(),
      `00${example.number.slice(1)}`,
      `0${example.nationalNumber}`,
      `${example.number}7`,
    ];
    for (const text of written) {
      expect(read(slim.parsePhoneNumberFromString, text, "SE")).toBe(
        read(parsePhoneNumberFromString, text, "SE"),
      );
    }
  }
});
