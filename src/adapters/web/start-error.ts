import { PlatformStartError } from '../kit/platform-module.ts';

/** The page cannot be served; the message says why and what to do. */
class WebStartError extends PlatformStartError {
  override readonly name = 'WebStartError';
}

/** What to do about an address that cannot be listened on. */
export function listenProblem(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new WebStartError(
      `WEB_PORT ${port} is already in use: stop the program that uses it, or set another port.`,
      {
        cause: error,
      },
    );
  if (code === 'EACCES')
    return new WebStartError(`WEB_PORT ${port} may not be opened by this user: set one above 1023.`, { cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new WebStartError(`WEB_HOST ${host} is no address of this machine. Set one that it has, or 127.0.0.1.`, {
      cause: error,
    });
  return error;
}
