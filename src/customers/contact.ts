import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/min";
import { z } from "../http/zod.ts";

/** Numbers written without a country code are Swedish. */
const HOME_COUNTRY = "SE";

/** The form in which an e-mail address is stored, compared and hashed. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** A phone number in E.164, such as +46701234567; null if it is not a valid number. */
export function normalizePhone(phone: string, country: CountryCode = HOME_COUNTRY): string | null {
  const parsed = parsePhoneNumberFromString(phone, country);
  return parsed?.isValid() ? parsed.number : null;
}

export const aboutEmail = {
  type: "string",
  format: "email",
  maxLength: 254,
  description: "An e-mail address; upper and lower case are the same.",
  example: "anna.svensson@gmail.com",
} as const;

export const aboutPhone = {
  type: "string",
  maxLength: 40,
  description: "A phone number; without a country code it is a Swedish one.",
  example: "070-174 06 05",
} as const;

export const Email = z
  .string()
  .max(254)
  .transform(normalizeEmail)
  .pipe(z.email({ error: "is not an e-mail address" }))
  .openapi(aboutEmail);

export const Phone = z
  .string()
  .max(40)
  .transform((phone, context) => {
    const number = normalizePhone(phone);
    if (number !== null) return number;
    context.issues.push({ code: "custom", message: "is not a phone number", input: phone });
    return z.NEVER;
  })
  .openapi(aboutPhone);
