import type { UploadedFile } from './params.ts';
import type { WebhookSender } from './webhook.ts';
import type { World } from './world.ts';

/** A request as the fake received it. */
export interface Call {
  /** As the Bot API spells it; a download is called `file`. */
  method: string;
  /** Numbers, flags and JSON are parsed, also out of a multipart form. */
  params: Record<string, unknown>;
  /** Uploaded files by their parameter's name, such as `video`; inside `media` by the name after `attach://`. */
  files: Record<string, UploadedFile>;
  /** ms since the epoch */
  at: number;
  /** What the server passed over without a word, such as a thumbnail that is too big. */
  notes: string[];
  /** The status and body of the answer, once it was sent; never set when the connection was cut. */
  answer?: { status: number; body: unknown };
}

export interface CallbackQuery {
  id: string;
  userId: number;
  chatId: number;
  messageId: number;
  data: string;
  /** ms since the epoch */
  at: number;
  /** What the bot answered. */
  answer?: { text?: string; showAlert: boolean; url?: string };
}

export interface CommandList {
  /** Such as `default`, `all_group_chats`, `chat:-5`, `chat_member:-5:7`. */
  scope: string;
  /** Two letters, or empty for everybody else. */
  language: string;
  commands: { command: string; description: string; is_ephemeral?: true }[];
}

export interface ServerLimits {
  /** Largest file that getFile gives, in bytes. */
  downloadBytes: number;
  /** Largest file that may be sent, in bytes. */
  uploadBytes: number;
  /** Largest photo that may be sent, in bytes. */
  photoBytes: number;
  /** How long a pressed button waits for its answer, in ms. */
  callbackMs: number;
}

export interface Context {
  world: World;
  call: Call;
  limits: ServerLimits;
  /** Directory of a local Bot API server's files; undefined in the cloud. */
  localRoot: string | undefined;
  token: string;
  callbacks: CallbackQuery[];
  commands: Map<string, CommandList>;
  webhook: WebhookSender;
  /** Aborted when the client hangs up. */
  gone: AbortSignal;
}

export type Method = (context: Context) => unknown;
