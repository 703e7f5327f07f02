import type { CallRecord } from '@ringcast/call';
import type { History } from './PhoneState';

export interface HistoryPage {
  readonly records: readonly CallRecord[];
  readonly next: string | undefined;
}

/** Where the history is kept. */
export interface HistorySource {
  records(wish: { readonly after?: string; readonly missed?: boolean }): Promise<HistoryPage>;
  deleteRecords(callIds?: readonly string[]): Promise<number>;
}

/** A user's history as far as it was read, newest first; what ends meanwhile is added, and what one deletes is gone at once. */
export class HistoryBook {
  private records: readonly CallRecord[] = [];
  private next: string | undefined;
  private onlyMissed = false;
  private state: History['state'] = 'reading';
  /** Grows with every new beginning, so that pages of an older one are passed over. */
  private reading = 0;

  constructor(private readonly source: HistorySource, private readonly onChange: () => void) {}

  get shown(): History {
    const { records, onlyMissed, state } = this;
    return { records, onlyMissed, hasMore: this.next !== undefined, state };
  }

  async startOver(onlyMissed = this.onlyMissed): Promise<void> {
    this.onlyMissed = onlyMissed;
    this.next = undefined;
    await this.read((page) => page);
  }

  async more(): Promise<void> {
    if (this.next !== undefined && this.state === 'read') {
      await this.read((page) => [...this.records, ...without(page, this.records)], this.next);
    }
  }

  add(record: CallRecord): void {
    if (!this.onlyMissed || record.missed === true) {
      this.records = [record, ...without(this.records, [record])];
      this.onChange();
    }
  }

  async remove(callId: string): Promise<void> {
    await this.source.deleteRecords([callId]);
    this.records = this.records.filter((record) => record.callId !== callId);
    this.onChange();
  }

  async removeAll(): Promise<void> {
    await this.source.deleteRecords();
    await this.startOver();
  }

  private async read(joined: (page: readonly CallRecord[]) => readonly CallRecord[], after?: string): Promise<void> {
    const reading = ++this.reading;
    this.become('reading');
    try {
      const page = await this.source.records({ ...(after === undefined ? {} : { after }), ...(this.onlyMissed ? { missed: true } : {}) });
      if (reading === this.reading) {
        this.records = joined(page.records);
        this.next = page.next;
        this.become('read');
      }
    } catch {
      if (reading === this.reading) {
        this.become('failed');
      }
    }
  }

  private become(state: History['state']): void {
    this.state = state;
    this.onChange();
  }
}

function without(records: readonly CallRecord[], others: readonly CallRecord[]): readonly CallRecord[] {
  const gone = new Set(others.map(({ callId }) => callId));
  return records.filter(({ callId }) => !gone.has(callId));
}
