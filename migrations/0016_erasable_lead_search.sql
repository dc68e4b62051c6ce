-- The words of a lead that is deleted leave the index at once, not only when its parts are merged.
INSERT INTO lead_search (lead_search, rank) VALUES ('secure-delete', 1);
