/** Whose clocks and days the sales desk goes by. */
export const SALES_TIME_ZONE = "Europe/Berlin";
