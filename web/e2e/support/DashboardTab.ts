import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

const LIMIT_MS = 30_000;

/** Drives the operators' page, by what a person sees and presses. */
export class DashboardTab {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: string, room: string, options: BrowserContextOptions = {}): Promise<DashboardTab> {
    const page = await (await browser.newContext(options)).newPage();
    page.on('pageerror', (error) => console.error('page error:', error.message));
    await page.goto(`${server}/dashboard?room=${encodeURIComponent(room)}`);
    return new DashboardTab(page);
  }

  async signIn(key: string, secret: string): Promise<void> {
    await this.page.getByLabel('API key').fill(key);
    await this.page.getByLabel('Secret').fill(secret);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async untilSignedIn(): Promise<void> {
    await this.page.waitForSelector('#dashboard[data-state="signed-in"]', { timeout: LIMIT_MS });
  }

  async refusal(): Promise<string> {
    const notice = this.page.locator('[data-part="sign-in-notice"]');
    await notice.waitFor({ timeout: LIMIT_MS });
    return notice.innerText();
  }

  rooms(): Locator {
    return this.page.locator('.rail-room');
  }

  row(user: string): Locator {
    return this.page.locator(`.people tr[data-user="${user}"]`);
  }

  member(): Locator {
    return this.page.locator('[data-part="member"]');
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** Presses a button that asks whether it is meant, and says yes. */
  async surely(button: string, yes: string): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: yes }).click();
  }
}
