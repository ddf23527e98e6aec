import { ApiError, invalid } from './api-error.ts';
import type { App } from './app.ts';

/** Refuses one more account on this machine. @throws ApiError 429 */
export function checkAccounts(app: App): void {
  if (app.users.size >= app.settings.limits.accounts) throw new ApiError(429, 'too many accounts');
}

/** Refuses one more session of an account. @throws ApiError 429 */
export function checkSessions(app: App, userId: string): void {
  const { sessionsPerAccount } = app.settings.limits;
  if (app.sessions.count((session) => session.userId === userId) >= sessionsPerAccount)
    throw new ApiError(429, `an account has ${sessionsPerAccount} sessions at most`);
}

/** Refuses files beyond what an account may keep here. @throws ApiError 422 */
export function checkStorage(app: App, userId: string, added: { files: number; bytes: number }): void {
  const { filesPerAccount, bytesPerAccount } = app.settings.limits;
  let { files, bytes } = added;
  for (const session of app.sessions.values()) {
    if (session.userId !== userId) continue;
    files += session.media.length;
    for (const media of session.media) bytes += media.bytes;
  }
  if (files > filesPerAccount) throw invalid(`an account keeps ${filesPerAccount} files at most`);
  if (bytes > bytesPerAccount)
    throw invalid(`an account keeps ${Math.floor(bytesPerAccount / 1024 / 1024)} MB of files at most`);
}

/** Refuses one more render while too many of the account or of the session wait. @throws ApiError 429 */
export function checkRenders(app: App, userId: string, sessionId: string): void {
  const { rendersPerAccount, rendersPerSession } = app.settings.limits;
  const open = app.renders.values().filter(({ status }) => status === 'pending' || status === 'processing');
  const ofAccount = open.filter((render) => render.userId === userId);
  const ofSession = ofAccount.filter((render) => render.sessionId === sessionId);
  if (ofAccount.length >= rendersPerAccount || ofSession.length >= rendersPerSession)
    throw new ApiError(429, 'too many renders are waiting');
}
