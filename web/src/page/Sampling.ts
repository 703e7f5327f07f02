const SAMPLE_INTERVAL_MS = 1000;

/** Runs one sampling step a second, never two at a time, until stopped; a step that fails is skipped. */
export class Sampling {
  private timer: number | undefined;
  private busy = false;

  start(step: () => Promise<void>): void {
    this.stop();
    this.timer = window.setInterval(() => void this.run(step), SAMPLE_INTERVAL_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
  }

  private async run(step: () => Promise<void>): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      await step();
    } catch (error) {
      console.debug('a sample was skipped', error);
    } finally {
      this.busy = false;
    }
  }
}
