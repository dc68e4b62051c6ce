import type { Ctx } from "./context.ts";
import type { Change } from "./db/changes.ts";
import { principalOf } from "./identity/actor.ts";

/**
 * The operations that change something, or could, and leave no row in the log of changes, by the reason why not. Whatever
 * is not named here leaves one; a test walks the contract and holds every operation to that.
 */
export const unrecorded = {
  "it only reads": [
    "customerLookup",
    "bookingDetails",
    "calculatePrice",
    "giveQuote",
    "requestQuote",
    "findProducts",
    "searchFaqs",
    "orderStatus",
    "listMyBookings",
    "listMyTickets",
    "analyzeMessage",
    "predictRisks",
    "askAssistant",
    "draftFollowUp",
    "exportPerson",
  ],
  "a session of the caller's own": [
    "logIn",
    "logInV1",
    "logInPortal",
    "logOut",
    "logOutV1",
    "logOutPortal",
    "admitVisitor",
    "forgetVisitor",
  ],
  "a proof that ends within minutes": ["sendVerificationCode", "verifyCustomer"],
  "the room keeps who wrote what": ["sendMessage", "keepRoomFile"],
  "a conversation of the caller's own, which is its own log": [
    "chat",
    "beginConversation",
    "deleteConversation",
  ],
  "the caller's own cart; the order that is made of it is recorded": [
    "clearCart",
    "addToCart",
    "changeQuantity",
    "removeFromCart",
    "orderAgain",
  ],
};

const leavesNoRow: ReadonlySet<string> = new Set(Object.values(unrecorded).flat());

/** What the actor is about to do, for `db.recording()`; null if it leaves no row. */
export function changeBy(
  { requestId, now, actor }: Pick<Ctx, "requestId" | "now" | "actor">,
  operation: string,
  target = "",
): Change | null {
  if (leavesNoRow.has(operation)) return null;
  const at = now.toISOString();
  return { requestId, at, operation, target, actor: principalOf(actor), isOver: false, seq: null };
}

/** Puts a change's number into the request's log line: kept elsewhere, it tells if the log of changes was rewritten. */
export function noteChange({ notes }: Pick<Ctx, "notes">, change: Change | null): void {
  if (change && change.seq !== null) notes.push(`change ${change.seq}`);
}
