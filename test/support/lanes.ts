/** A desk that test files have to themselves, one after another: they count what it does. */
export type Lane = {
  deskUrl: string;
  databaseUrl: string;
  /** Where the desk is controlled from (control.ts); a served one is not. */
  controlUrl: string | null;
};

/** How many test files run at once; vitest's configuration and the desks that are started follow it. */
export const LANES = 2;
