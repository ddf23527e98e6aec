import type { Readable } from 'node:stream';
import type { DraftJson } from './draft/draft.ts';
import type { NemoErrorCode } from './errors.ts';

/** Values of the three attribution headers; a missing one makes exports fail with 402. */
export interface Attribution {
  /** `X-Skill-Source`: the skill's slug. */
  source: string;
  /** `X-Skill-Version`. */
  version: string;
  /** `X-Skill-Platform`: `clawhub`, `cursor`, `unknown`, or the operator's override. */
  platform: string;
}

export interface NemoSession {
  taskId: string;
  sessionId: string;
  /** The backend's own user id, for the registration link; not every answer has it. */
  userId?: string;
}

/** A local file to be streamed to Nemo. */
export interface UploadSource {
  path: string;
  /** File name sent to Nemo; never a path. */
  filename: string;
  contentType: string;
  bytes: number;
}

export interface UploadedFile {
  filename: string;
  fileType: string;
  cdnUrl: string;
  durationMs?: number;
  width?: number;
  height?: number;
}

export interface Credits {
  available: number;
  /** Reserved by running work. */
  frozen: number;
  total: number;
}

/** A clip, picture or sound of a session, uploaded or generated. */
export interface MediaItem {
  /** Stays the same from one answer to the next: the item's id, else its address without query, else its name. */
  key: string;
  /** Where it may be fetched; left out when the answer had no address, or one that must not be fetched. */
  url?: string;
  name?: string;
  kind?: string;
}

export interface NemoState {
  /** The timeline as Nemo sent it, to be sent back for a render unchanged; null before the first edit. */
  draft: DraftJson | null;
  /** Raw clips and other finished pieces, in the order of the answer. */
  generatedMedia: MediaItem[];
  /** Uploaded *and* generated clips, in the order of the answer; some generated ones are listed here alone. */
  videoInfos: MediaItem[];
  /** Size in pixels and frames per second, where the state has them. */
  canvas?: { width?: number; height?: number; fps?: number };
  /** For the registration link. */
  userId?: string;
}

/** What a render is to look like, where the user or the project's canvas says so. */
export interface RenderOutput {
  resolution?: '480p' | '720p' | '1080p' | '2k' | '4k';
  fps?: number;
  /** Small, coarse and of the first minute alone, but made at once. The embedded Nemo alone knows it. */
  quality?: 'preview';
}

export type RenderPhase = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface RenderStatus {
  id: string;
  phase: RenderPhase;
  /** 0 to 100, where the answer has it. */
  percent?: number;
  outputUrl?: string;
  /** Size of the finished file, where the answer has it. */
  bytes?: number;
  /** Length of the finished video, where the answer has it. */
  durationMs?: number;
  /** Picture of the finished video in px, and its frames a second, where the answer has them. */
  width?: number;
  height?: number;
  fps?: number;
  /** Names of files that could not be decoded: the video was made of the others. */
  leftOut?: string[];
  /** Nemo's own words for a failed render, for the log. */
  error?: string;
}

/** What the agent does while a prompt runs. */
export type PromptEvent =
  | { type: 'alive' }
  /** Words of the agent; a text that is repeated whole after its pieces is not reported again. */
  | { type: 'text'; delta: string }
  | { type: 'tool-call'; name: string; args: Record<string, unknown>; id?: string }
  | { type: 'tool-result'; name: string; response: Record<string, unknown>; id?: string }
  | { type: 'question'; question: AgentQuestion };

/** What the agent asks the user (`ask_question`); the answer is an ordinary prompt, see `answerText`. */
export interface AgentQuestion {
  title?: string;
  /** At least one. */
  questions: {
    id: string;
    prompt: string;
    /** Empty for a question that is answered in words. */
    options: { id: string; label: string }[];
    allowMultiple: boolean;
  }[];
}

/**
 * How the stream of a prompt ended: `clean` when the server closed it in order, `cut` when the connection broke
 * (also in the middle of an event), `stalled` when only heartbeats came for ten minutes, `timeout` at the stream's limit.
 */
export type StreamEnd = 'clean' | 'cut' | 'stalled' | 'timeout';

export interface PromptReply {
  /** The agent's final words, thoughts left out, each sentence once; empty after a silent edit. */
  text: string;
  /** Arguments and results are copies of bounded size. */
  tools: { name: string; args: Record<string, unknown>; response?: Record<string, unknown> }[];
  /** Addresses of files that the reply carried as `fileData`, at most a hundred. */
  files: string[];
  end: StreamEnd;
  /** Set when the agent failed and said nothing of use; an error after a normal reply is noise and left out. */
  error?: ReplyError;
  /**
   * A failure of the account (credits, plan, scope, token) that a tool or an event reported, whatever the agent said
   * afterwards: it does not go away by asking again.
   */
  accountError?: ReplyError;
  /** Set when the agent waits for an answer of the user. */
  question?: AgentQuestion;
}

export interface ReplyError {
  /** As sent: a number of Nemo's error table, a name of ADK's, or `ERROR`. */
  code: string;
  /** One line without secrets, for the log. */
  message: string;
  /** The error of `errors.ts` that it stands for, where it stands for one. */
  kind?: NemoErrorCode;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** How long the call may wait while Nemo is unreachable, in ms, instead of the client's limit; 0: it fails immediately. */
  maxWaitMs?: number;
}

/** Called when a call waits for Nemo; never called after the caller's abort. */
export interface WaitHooks {
  /** The call waits because Nemo does not answer, or is about to be tried for the third time. */
  onWait?(): void;
  /** Nemo has answered that call. Not called when the call fails in the end. */
  onResume?(): void;
}

export interface PromptOptions extends CallOptions {
  onEvent?: (event: PromptEvent) => void;
  /**
   * Awaited: with true before the prompt is sent, with false once it certainly was not sent and before it waits or is
   * tried again. A rejection ends the call with the same error.
   */
  onSending?: (sending: boolean) => Promise<void>;
}

/** Every endpoint of the Nemo backend, for one skill. All methods throw the errors of `errors.ts`. */
export interface Nemo {
  /** @param language ISO code of the chat's language, such as `en`. */
  createSession(language: string, options?: CallOptions): Promise<NemoSession>;
  /** A link that opens the session in a browser; holds a claim token, never the account's token. */
  browserLink(session: NemoSession, options?: CallOptions): Promise<string>;
  /**
   * Sends a prompt once and reads its stream to the end. Resolves for every ending of the stream; throws only when
   * Nemo did not accept the prompt (`NemoError.sent === 'no'`) or may have (`'maybe'`): then read the state, never repeat.
   */
  prompt(sessionId: string, text: string, options?: PromptOptions): Promise<PromptReply>;
  /** Streams files from disk as one multipart request. */
  uploadFiles(sessionId: string, files: UploadSource[], options?: CallOptions): Promise<UploadedFile[]>;
  uploadUrls(sessionId: string, urls: string[], options?: CallOptions): Promise<UploadedFile[]>;
  credits(options?: CallOptions): Promise<Credits>;
  state(sessionId: string, options?: CallOptions): Promise<NemoState>;
  /** @throws NemoError `duplicate-id` when the backend knows a render of this id already: submit under another. */
  submitRender(
    render: { id: string; sessionId: string; draft: DraftJson; output?: RenderOutput },
    options?: CallOptions,
  ): Promise<RenderStatus>;
  renderStatus(renderId: string, options?: CallOptions): Promise<RenderStatus>;
  cancelRender(renderId: string, options?: CallOptions): Promise<void>;
  /** The finished MP4 as a stream: from the output URL, else from the download endpoint. */
  downloadRender(render: RenderStatus, options?: CallOptions): Promise<{ body: Readable; bytes?: number }>;
}

/** What is kept of an account between starts. */
export interface Credentials {
  clientId: string;
  token?: string;
  /** Milliseconds since the epoch. */
  tokenExpiresAt?: number;
  userId?: string;
}

/** Where credentials are kept; implemented by the core's storage. */
export interface CredentialStore {
  load(): Promise<Credentials | undefined>;
  save(credentials: Credentials): Promise<void>;
}
