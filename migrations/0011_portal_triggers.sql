CREATE VIRTUAL TABLE products_fts USING fts5(words, tokenize = "unicode61 remove_diacritics 2");
--> statement-breakpoint
CREATE TRIGGER products_index_new AFTER INSERT ON products BEGIN
	INSERT INTO products_fts (rowid, words) VALUES (NEW.id, concat_ws(' ', NEW.product_name, NEW.product_name_en, NEW.product_name_fi, NEW.product_code, NEW.gtin, NEW.ingredients));
	INSERT INTO inventory (product_code, updated_at, updated_by) VALUES (NEW.product_code, NEW.created_at, 'system');
END;
--> statement-breakpoint
CREATE TRIGGER products_index_changed AFTER UPDATE ON products BEGIN
	UPDATE products_fts SET words = concat_ws(' ', NEW.product_name, NEW.product_name_en, NEW.product_name_fi, NEW.product_code, NEW.gtin, NEW.ingredients) WHERE rowid = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER stock_movements_count AFTER INSERT ON stock_movements BEGIN
	UPDATE inventory SET
		on_hand = on_hand + NEW.on_hand_change,
		reserved = reserved + NEW.reserved_change,
		updated_at = NEW.created_at,
		updated_by = NEW.created_by
	WHERE product_code = NEW.product_code;
	UPDATE order_lines SET
		reserved_qty = reserved_qty + NEW.reserved_change,
		shipped_qty = shipped_qty - NEW.on_hand_change
	WHERE id = NEW.line_id;
END;
--> statement-breakpoint
CREATE TRIGGER stock_movements_keep BEFORE UPDATE ON stock_movements BEGIN
	SELECT RAISE(ABORT, 'stock_movements_keep');
END;
--> statement-breakpoint
CREATE TRIGGER stock_movements_keep_all BEFORE DELETE ON stock_movements BEGIN
	SELECT RAISE(ABORT, 'stock_movements_keep');
END;
--> statement-breakpoint
CREATE TRIGGER orders_begin BEFORE INSERT ON orders WHEN NEW.status <> 'placed' BEGIN
	SELECT RAISE(ABORT, 'orders_transition');
END;
--> statement-breakpoint
CREATE TRIGGER orders_transition BEFORE UPDATE OF status ON orders
WHEN OLD.status || '>' || NEW.status NOT IN (
	'placed>under_risk', 'placed>waiting_for_customer_action', 'placed>picking', 'placed>cancelled',
	'under_risk>placed', 'under_risk>waiting_for_customer_action', 'under_risk>picking', 'under_risk>cancelled',
	'waiting_for_customer_action>placed', 'waiting_for_customer_action>under_risk', 'waiting_for_customer_action>picking', 'waiting_for_customer_action>cancelled',
	'picking>waiting_for_customer_action', 'picking>delivering', 'picking>cancelled',
	'delivering>delivered', 'delivering>cancelled'
) BEGIN
	SELECT RAISE(ABORT, 'orders_transition');
END;
--> statement-breakpoint
CREATE TRIGGER claims_transition BEFORE UPDATE OF status ON claims
WHEN OLD.status || '>' || NEW.status NOT IN (
	'open>ai_processing', 'open>manual_review', 'open>approved', 'open>rejected',
	'ai_processing>manual_review', 'ai_processing>approved', 'ai_processing>rejected',
	'manual_review>approved', 'manual_review>rejected',
	'approved>resolved'
) BEGIN
	SELECT RAISE(ABORT, 'claims_transition');
END;
--> statement-breakpoint
CREATE TRIGGER invoices_keep BEFORE UPDATE OF id, number, customer_id, order_id, claim_id, concerns_order_id, type, net_cents, vat_cents, notes, created_at ON invoices BEGIN
	SELECT RAISE(ABORT, 'invoices_keep');
END;
--> statement-breakpoint
CREATE TRIGGER invoices_transition BEFORE UPDATE OF status ON invoices
WHEN OLD.status <> 'pending' OR NEW.status = 'pending' BEGIN
	SELECT RAISE(ABORT, 'invoices_transition');
END;
--> statement-breakpoint
CREATE TRIGGER invoices_keep_all BEFORE DELETE ON invoices BEGIN
	SELECT RAISE(ABORT, 'invoices_keep');
END;
--> statement-breakpoint
CREATE TRIGGER invoice_items_keep BEFORE UPDATE ON invoice_items BEGIN
	SELECT RAISE(ABORT, 'invoices_keep');
END;
--> statement-breakpoint
CREATE TRIGGER invoice_items_keep_all BEFORE DELETE ON invoice_items BEGIN
	SELECT RAISE(ABORT, 'invoices_keep');
END;
