import { isValidPhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { z } from "../http/zod.ts";

/** Numbers written without a country code are Swedish. */
const HOME_COUNTRY = "SE";

/** The form in which an e-mail address is stored, compared and hashed. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** A phone number in E.164, such as +46701234567; null if it is not a possible number. */
export function normalizePhone(phone: string): string | null {
  return parsePhoneNumberFromString(phone, HOME_COUNTRY)?.number ?? null;
}

export const Email = z
  .string()
  .max(254)
  .transform(normalizeEmail)
  .pipe(z.email({ error: "is not an e-mail address" }))
  .openapi({
    type: "string",
    format: "email",
    maxLength: 254,
    description: "An e-mail address; upper and lower case are the same.",
    example: "anna.svensson@gmail.com",
  });

export const Phone = z
  .string()
  .max(40)
  .refine((phone) => isValidPhoneNumber(phone, HOME_COUNTRY), { error: "is not a phone number" })
  .transform((phone) => normalizePhone(phone) ?? phone)
  .openapi({
    type: "string",
    maxLength: 40,
    description: "A phone number; without a country code it is a Swedish one.",
    example: "070-174 06 05",
  });
