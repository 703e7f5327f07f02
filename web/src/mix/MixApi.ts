import type { Http } from '../protocol/Http';
import { Problem } from '../protocol/Problem';

/** What the server says of a room's mix. */
export interface MixState {
  readonly streamId: string;
  readonly sequence: number;
  readonly cause: string;
  readonly streams: readonly string[];
}

const NOT_FOUND = 404;

/** A room's mix by its API. */
export class MixApi {
  private readonly url: string;

  constructor(private readonly http: Http, origin: string, room: string) {
    this.url = `${origin}/v1/rooms/${encodeURIComponent(room)}/mix`;
  }

  /** Undefined when there is none. */
  async state(): Promise<MixState | undefined> {
    try {
      return (await (await this.http.send(this.url)).json()) as MixState;
    } catch (error) {
      if (error instanceof Problem && error.status === NOT_FOUND) {
        return undefined;
      }
      throw error;
    }
  }

  /** Starts it, or replaces all that is asked of it: refused when somebody else has done so since `sequence`. */
  async put(config: object, sequence: number | undefined): Promise<MixState> {
    const body = JSON.stringify({ config, ...(sequence === undefined ? {} : { sequence: sequence + 1 }) });
    const response = await this.http.send(this.url, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body });
    return (await response.json()) as MixState;
  }

  async end(): Promise<void> {
    await this.http.send(this.url, { method: 'DELETE' });
  }
}
