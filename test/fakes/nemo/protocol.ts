import type { FakeRequest } from './wire.ts';

/** The backend's endpoints, to be named in `on`, `next` and `calls`. */
export const ROUTES = {
  token: 'POST /api/auth/anonymous-token',
  session: 'POST /api/tasks/me/with-session/nemo_agent',
  claim: 'POST /api/auth/claim-token',
  prompt: 'POST /run_sse',
  upload: 'POST /api/upload-video/nemo_agent/me/:sid',
  credits: 'GET /api/credits/balance/simple',
  state: 'GET /api/state/nemo_agent/me/:sid/latest',
  render: 'POST /api/render/proxy/lambda',
  renderStatus: 'GET /api/render/proxy/lambda/:id',
  renderCancel: 'POST /api/render/proxy/lambda/:id/cancel',
  download: 'GET /api/render/proxy/:id/download',
  /** Where finished renders lie; needs no account, as a CDN's address. */
  file: 'GET /files/:name',
} as const;

/** Endpoints that need no account. */
export const ANONYMOUS: string[] = [ROUTES.token, ROUTES.file];

/** What a default prompt leaves behind: one photo, ten seconds. */
export const ONE_CLIP_DRAFT = {
  d: 10_000,
  m: { name: 'project' },
  t: [{ tt: 0, sg: [{ id: 'seg-1', s: 0, d: 10_000, m: { name: 'photo.jpg' } }] }],
};

export interface FakeRender {
  id: string;
  sessionId: string;
  draft: unknown;
  /** How often it was polled. */
  polls: number;
  cancelled: boolean;
}

/** What an upload is answered with: a file for each part, or for each address. */
export function uploadedFiles(request: FakeRequest, origin: string) {
  const sent = request.json as { urls?: string[] } | undefined;
  const names = sent?.urls?.map((url) => url.split('/').at(-1)) ?? request.parts.map((part) => part.filename);
  return names.map((filename) => ({ filename, file_type: 'image', cdn_url: `${origin}/files/${filename}` }));
}
