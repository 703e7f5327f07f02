import type { Http } from './Http';

export type DemoRole = 'host' | 'audience';

export interface TokenRequest {
  readonly room: string;
  readonly user: string;
  readonly role: DemoRole;
  /** A meeting without it. */
  readonly mode?: 'live';
}

/** Asks the server for tokens, which it gives in dev mode and, with `--lan`, to whoever has the printed code. */
export class DemoTokens {
  constructor(
    private readonly http: Http,
    private readonly origin: string,
    private readonly code: string | undefined,
  ) {}

  /** For one room. */
  async token(request: TokenRequest): Promise<string> {
    return this.ask(request);
  }

  /** That says who, not where: for calls. */
  async userToken(user: string): Promise<string> {
    return this.ask({ kind: 'user', user });
  }

  private async ask(request: object): Promise<string> {
    const code = this.code === undefined ? {} : { code: this.code };
    const response = await this.http.sendJson(`${this.origin}/demo/tokens`, { ...request, ...code });
    return ((await response.json()) as { token: string }).token;
  }
}
