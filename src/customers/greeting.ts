import { oreFromKronor } from "../db/money.ts";
import type { CustomerProfile } from "./customer-profile.ts";
import type { CustomerFound } from "./customers.schema.ts";

const VIP_BOOKINGS = 3;
const VIP_SPENT_ORE = oreFromKronor(50_000);

/** Three bookings or more, or over 50 000 kr in all. */
export function isVip(profile: CustomerProfile): boolean {
  return profile.bookings >= VIP_BOOKINGS || profile.spent_ore > VIP_SPENT_ORE;
}

/** How to treat whoever asks: made for every answer, so that it is never stale in a cache. */
export function responseContext(
  profile: CustomerProfile | null,
): CustomerFound["response_context"] {
  if (!profile) return "new_customer";
  if (isVip(profile)) return "vip_customer";
  return profile.bookings > 0 ? "returning_customer" : "first_time_customer";
}

/** A greeting in Swedish by first name, with a word of empathy if something was damaged. */
export function greet(profile: CustomerProfile | null, queryContext: string | undefined): string {
  const isAboutDamage = queryContext?.toLowerCase().includes("damage") ?? false;
  const sorry = isAboutDamage
    ? " Jag är ledsen att något har blivit skadat, vi löser det tillsammans."
    : "";
  return `${salutation(profile)}${sorry} Hur kan jag hjälpa dig?`;
}

function salutation(profile: CustomerProfile | null): string {
  if (!profile) return "Hej! Jag heter Maja och arbetar på Nordflytts kundtjänst.";
  const [firstName] = profile.name.split(" ");
  if (isVip(profile)) return `Hej ${firstName}! ⭐ VIP-kund!`;
  return profile.last_booking
    ? `Hej ${firstName}! Välkommen tillbaka, din senaste flytt hos oss är den ${profile.last_booking.date}.`
    : `Hej ${firstName}! Välkommen till Nordflytt.`;
}
