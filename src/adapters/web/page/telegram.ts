/** What Telegram's apps put into the page that they show: where it tells them something. */
interface TelegramWindow extends Window {
  TelegramWebviewProxy?: { postEvent(type: string, data: string): void };
}

/**
 * Who opened the page, signed by Telegram, where it was opened there; tells Telegram that it is there and wants its whole
 * height. Telegram puts it behind the `#` of the address, where no server sees it; it does not stay there. A link that
 * somebody sends round can have it too, and would let others in as who made it: outside of Telegram it counts for nothing.
 * (https://core.telegram.org/api/web-events)
 */
export function launchedByTelegram(): string | undefined {
  const data = new URLSearchParams(location.hash.slice(1)).get('tgWebAppData') ?? undefined;
  if (data === undefined) return undefined;
  history.replaceState(null, '', location.pathname);
  const { TelegramWebviewProxy: app, parent } = window as TelegramWindow;
  // Only Telegram's own web app may frame the page.
  if (!app && parent === window) return undefined;
  tell('web_app_ready');
  tell('web_app_expand');
  return data;
}

function tell(eventType: string): void {
  const { TelegramWebviewProxy: app, parent } = window as TelegramWindow;
  if (app) app.postEvent(eventType, '{}');
  else parent.postMessage(JSON.stringify({ eventType, eventData: {} }), 'https://web.telegram.org');
}
