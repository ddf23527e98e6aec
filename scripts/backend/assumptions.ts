/** How sure an assumption about the backend is. */
type Status = 'confirmed' | "vendor's text" | 'guessed';

export interface Assumption {
  /** Short and stable; checks refer to it. */
  id: string;
  text: string;
  source: string;
  status: Status;
}

const SKILLS = 'the five skill documents';
const CLIENTS = "the vendor's published clients";
const ADK = "Google's ADK servers, run and recorded";

/** What Reelay assumes of the NemoVideo backend; docs/backend.md shows the same table, and a test compares them. */
export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: 'token',
    text: '`POST /api/auth/anonymous-token` with `X-Client-Id` gives a token `nmv_usr_…`, valid for 7 days',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'token-user',
    text: 'the token answer may hold `user_id`; else the session or the state does',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'token-once',
    text: 'one token per client id and 7 days, at most 10 per address and week',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'scopes',
    text: 'anonymous tokens carry read, write and upload; rendering may be answered with 403',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'auth-codes',
    text: '1001, 1010, 1011 and HTTP 401 mean that the token was refused and nothing was taken',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'client-id',
    text: 'HTTP 400 for the token call, or a message that names the client id, means a missing client id; any other 400 is a refused call',
    source: SKILLS,
    status: 'guessed',
  },
  {
    id: 'headers',
    text: 'three attribution headers on every call; a missing one turns exports into 402',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'session',
    text: '`POST …/with-session/nemo_agent` gives `task_id` and `session_id`',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'session-id',
    text: 'session ids have 19 digits and come as text or as a JSON number; both are read without loss',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'language',
    text: 'a session takes an ISO code of the language: `en`, `zh-CN`, `ja`',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'link',
    text: 'the browser link is `<web>/workspace/claim?ct=<claim token>`',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'register',
    text: 'an anonymous account is registered at `<web>/register?bind=<user id>`',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'upload',
    text: 'multipart field `files`, at most 200 MB each, answered with `files[].cdn_url`',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'upload-duration',
    text: '`duration` of an uploaded file is in seconds',
    source: 'its range in examples',
    status: 'guessed',
  },
  {
    id: 'upload-state',
    text: 'an uploaded file appears in `video_infos` of the state',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'state',
    text: 'the state holds `draft`, `video_infos`, `generated_media`, and may hold `canvas_config`',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'state-late',
    text: 'the last change may appear some seconds after the stream has ended',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'draft-keys',
    text: 'short keys `t`, `tt`, `sg`, `d`, `m`; start, volume and position under the names of `src/nemo/draft`',
    source: SKILLS,
    status: 'guessed',
  },
  {
    id: 'draft-numbers',
    text: 'whole numbers beyond 2^53 in a draft may go back as text of the same digits',
    source: 'none',
    status: 'guessed',
  },
  {
    id: 'credits',
    text: '`available`, `frozen`, `total`, where total = available + frozen',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'stream',
    text: '`POST /run_sse` streams ADK events, snake_case request, no end marker',
    source: ADK,
    status: 'confirmed',
  },
  {
    id: 'stream-repeat',
    text: 'pieces have `partial: true` and are repeated whole once',
    source: ADK,
    status: 'confirmed',
  },
  {
    id: 'heartbeats',
    text: 'heartbeats come as data, typed events or comments',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'silent',
    text: 'about 30 % of edits end without words; the state shows what changed',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'question',
    text: '`ask_question` is answered by a message of lines `1. <prompt>: <label>` or `Skipped`',
    source: CLIENTS,
    status: "vendor's text",
  },
  {
    id: 'tools',
    text: 'tools are known by words in their names: video 2–5 min, audio 1–2 min',
    source: CLIENTS,
    status: 'guessed',
  },
  {
    id: 'cost',
    text: 'a first clip costs about 100 credits, an editing round about 50, an export nothing',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'render',
    text: 'a render is submitted under an id of its own and polled; status at the top or under `data`',
    source: SKILLS,
    status: "vendor's text",
  },
  {
    id: 'render-output',
    text: '`output` of the request takes `resolution` and `fps`',
    source: CLIENTS,
    status: 'guessed',
  },
  {
    id: 'render-duration',
    text: '`output.duration` below 1000 is in seconds, else in ms',
    source: 'none',
    status: 'guessed',
  },
  {
    id: 'render-duplicate',
    text: 'a known render id is refused with 409 or in words; a new id is taken',
    source: CLIENTS,
    status: 'guessed',
  },
  {
    id: 'output-address',
    text: 'finished files lie at public addresses or at the API’s own origin',
    source: 'none',
    status: 'guessed',
  },
];
