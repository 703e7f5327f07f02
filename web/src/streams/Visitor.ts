import type { PageWish } from '../page/PageAddress';
import { byId } from '../page/parts';
import { DemoTokens, type DemoRole } from '../protocol/DemoTokens';
import { browserFetch, Http } from '../protocol/Http';
import type { TransportChoice } from '../protocol/transportChoice';

/** Who is in front of the page: the room, the name and the token of the header's fields. */
export class Visitor {
  readonly origin = location.origin;
  readonly transport: TransportChoice;
  private readonly roomField = byId<HTMLInputElement>('room');
  private readonly userField = byId<HTMLInputElement>('user');
  private readonly tokenField = byId<HTMLInputElement>('token');
  private readonly tokenLabel = byId('token-field');
  private readonly demoTokens: DemoTokens;

  constructor(wish: PageWish, onChange: () => void) {
    this.transport = wish.transport;
    this.roomField.value = wish.room;
    this.userField.value = wish.user ?? guestName();
    if (wish.token !== undefined) {
      this.tokenField.value = wish.token;
      this.tokenLabel.hidden = false;
    }
    this.demoTokens = new DemoTokens(new Http(browserFetch), this.origin, wish.code);
    const form = byId<HTMLFormElement>('who');
    form.addEventListener('input', onChange);
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  get room(): string {
    return this.roomField.value.trim();
  }

  get user(): string {
    return this.userField.value.trim();
  }

  /** Requests that carry the typed token or, when none was typed, a demo token made for this room and name. */
  async http(role: DemoRole): Promise<Http> {
    const typed = this.tokenField.value.trim();
    const token = typed || (await this.demoTokens.token({ room: this.room, user: this.user, role }));
    return new Http(browserFetch, token);
  }

  askForToken(): void {
    this.tokenLabel.hidden = false;
    this.tokenField.focus();
  }
}

/** Two tabs need two names; crypto.getRandomValues also works where the page is not a secure context. */
function guestName(): string {
  const [number = 0] = crypto.getRandomValues(new Uint16Array(1));
  return `guest-${number.toString(36)}`;
}
