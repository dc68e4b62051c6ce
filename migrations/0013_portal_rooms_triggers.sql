CREATE TRIGGER orders_get_room AFTER INSERT ON orders WHEN NEW.room_id = '' BEGIN
	UPDATE orders SET room_id = 'room_' || lower(hex(randomblob(18))) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER claims_get_room AFTER INSERT ON claims WHEN NEW.room_id = '' BEGIN
	UPDATE claims SET room_id = 'room_' || lower(hex(randomblob(18))) WHERE id = NEW.id;
END;
--> statement-breakpoint
UPDATE orders SET room_id = 'room_' || lower(hex(randomblob(18))) WHERE room_id = '';
--> statement-breakpoint
UPDATE claims SET room_id = 'room_' || lower(hex(randomblob(18))) WHERE room_id = '';
--> statement-breakpoint
CREATE VIEW promised_rooms AS
SELECT orders.room_id AS id, orders.customer_id, customers.name AS customer_name, orders.created_at, orders.id AS order_id, NULL AS claim_id
FROM orders JOIN customers ON customers.id = orders.customer_id
UNION ALL
SELECT claims.room_id, claims.customer_id, customers.name, claims.created_at, NULL, claims.id
FROM claims JOIN customers ON customers.id = claims.customer_id;
--> statement-breakpoint
CREATE TRIGGER chat_messages_reach_portal AFTER INSERT ON chat_messages BEGIN
	INSERT INTO portal_messages (order_id, claim_id, sender, sender_id, content, in_room, created_at)
	SELECT room.order_id, room.claim_id,
		CASE WHEN NEW.is_ai THEN 'ai' ELSE NEW.user_type END,
		CASE WHEN NEW.is_ai THEN 'system' WHEN NEW.user_id LIKE 'key:%' THEN NEW.user_id ELSE 'user:' || NEW.user_id END,
		NEW.content, 1, NEW.at
	FROM promised_rooms AS room
	WHERE room.id = NEW.room_id AND NOT EXISTS (
		SELECT 1 FROM portal_messages AS known
		WHERE known.id = CAST(substr(NEW.client_id, 16) AS INTEGER)
			AND NEW.client_id = 'portal-message-' || known.id
			AND known.order_id IS room.order_id AND known.claim_id IS room.claim_id
			AND known.content = NEW.content
	);
END;
