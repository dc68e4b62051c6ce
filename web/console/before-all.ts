import * as z from "zod/mini";

// Zod would try out whether it may compile its checks; the page's policy forbids that, and says so loudly.
z.config({ jitless: true });
