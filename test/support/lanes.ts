/** A desk that test files have to themselves, one after another: they count what it does. */
export type Lane = { deskUrl: string; databaseUrl: string; controlUrl: string };

/** How many test files run at once; vitest's configuration and the desks that are started follow it. */
export const LANES = 2;
