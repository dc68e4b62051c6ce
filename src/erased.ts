/** What stands where something about a person was that has been erased. */
export const ERASED = "[erased]";
