/** What the desks of the tests know, and whoever is let in by it. */
export const BOOTSTRAP_SECRET = "the-tests-make-their-own-admins";
export const WIDGET_SECRET = "the-host-page-and-the-desk-share-this";
