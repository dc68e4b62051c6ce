CREATE TRIGGER chat_messages_count_room AFTER INSERT ON chat_messages BEGIN
	UPDATE chat_rooms SET
		message_count = message_count + 1,
		ai_count = ai_count + NEW.is_ai,
		last_user_type = CASE WHEN NEW.seq > last_seq THEN NEW.user_type ELSE last_user_type END,
		last_message_at = CASE WHEN NEW.seq > last_seq THEN NEW.at ELSE last_message_at END,
		active_at = max(active_at, NEW.at),
		last_seq = max(last_seq, NEW.seq)
	WHERE id = NEW.room_id;
END;
--> statement-breakpoint
CREATE TRIGGER chat_messages_count_day AFTER INSERT ON chat_messages BEGIN
	INSERT INTO chat_days (day, messages, ai_messages, responses, response_ms, ai_responses, ai_response_ms)
	VALUES (
		NEW.day,
		1,
		NEW.is_ai,
		NEW.response_ms IS NOT NULL,
		coalesce(NEW.response_ms, 0),
		NEW.is_ai AND NEW.response_ms IS NOT NULL,
		iif(NEW.is_ai, coalesce(NEW.response_ms, 0), 0)
	)
	ON CONFLICT (day) DO UPDATE SET
		messages = messages + 1,
		ai_messages = ai_messages + excluded.ai_messages,
		responses = responses + excluded.responses,
		response_ms = response_ms + excluded.response_ms,
		ai_responses = ai_responses + excluded.ai_responses,
		ai_response_ms = ai_response_ms + excluded.ai_response_ms;
END;
--> statement-breakpoint
CREATE TRIGGER chat_messages_count_room_day AFTER INSERT ON chat_messages BEGIN
	INSERT INTO chat_room_days (day, room_id, messages, ai_messages, first_at, last_at)
	VALUES (NEW.day, NEW.room_id, 1, NEW.is_ai, NEW.at, NEW.at)
	ON CONFLICT (day, room_id) DO UPDATE SET
		messages = messages + 1,
		ai_messages = ai_messages + excluded.ai_messages,
		first_at = min(first_at, excluded.first_at),
		last_at = max(last_at, excluded.last_at);
END;
--> statement-breakpoint
CREATE TRIGGER chat_messages_count_intent AFTER INSERT ON chat_messages
WHEN NEW.intent IS NOT NULL BEGIN
	INSERT INTO chat_intent_days (day, intent, messages) VALUES (NEW.day, NEW.intent, 1)
	ON CONFLICT (day, intent) DO UPDATE SET messages = messages + 1;
END;
