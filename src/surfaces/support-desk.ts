import { chatAdministration, chatAnalytics } from "../analytics/chat-analytics.routes.ts";
import { buildApp } from "../build-app.ts";
import { analysis, systemConfig } from "../chat/chat.routes.ts";
import { visitors, widget } from "../chat/visitors.routes.ts";
import { roomFiles } from "../chat/room-files.routes.ts";
import { chatRooms } from "../chat/rooms.routes.ts";
import { serveSocketIo } from "../chat/socketio.routes.ts";

export const supportDesk = [
  chatRooms,
  roomFiles,
  visitors,
  widget,
  analysis,
  systemConfig,
  chatAdministration,
  chatAnalytics,
] as const;

export const app = buildApp(supportDesk, serveSocketIo);
