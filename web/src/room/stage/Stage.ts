import { element, icon } from '../../page/dom';
import { gridPlaces, pageCount, PAGE_TILES_MAX, type Place, sideBySide, type Size, stagePlaces } from '../../page/gridLayout';
import { button, setText } from '../../page/parts';
import { Sampling } from '../../page/Sampling';
import type { Figures } from '../session/RoomSession';
import { type Picture, type PictureChoice, pictureKey } from '../session/RoomState';
import { figuresText } from './figuresText';
import { focusOf, seatOrder, type Seatable } from './seating';
import { Tile } from './Tile';
import { TileMenu } from './TileMenu';

export interface StageListener {
  onChoice(key: string, choice: PictureChoice): void;
  figures(key: string): Promise<Figures | undefined>;
}

const NARROW_PX = 600;
const GAP_PX = 12;
const GAP_NARROW_PX = 8;
/** Below the tiles, for the way to the other pages. */
const PAGER_PX = 40;

/** Shows all pictures of a room: as a grid, in pages when there are many, or one large and the others beside it. */
export class Stage {
  private readonly tiles = new Map<string, Tile>();
  private readonly menu: TileMenu;
  private readonly back: HTMLButtonElement;
  private readonly on: HTMLButtonElement;
  private readonly pageText = element('span', '');
  private readonly pager = element('div', 'pager');
  private readonly more = element('div', 'more');
  private readonly sampling = new Sampling();
  private readonly withFigures = new Set<string>();
  private figuresOnAll = false;
  private pictures: readonly Picture[] = [];
  private order: string[] = [];
  private linked: readonly string[] = [];
  private pinned: string | undefined;
  private page = 0;

  constructor(
    private readonly root: HTMLElement,
    menu: HTMLElement,
    private readonly listener: StageListener,
  ) {
    this.menu = new TileMenu(menu, {
      onChoice: (key, choice) => listener.onChoice(key, choice),
      onFigures: (key) => this.toggleFigures(key),
      onPin: (key) => this.togglePin(key),
    });
    this.back = this.pageButton('back', 'Earlier people', -1);
    this.on = this.pageButton('on', 'More people', 1);
    this.pager.append(this.back, this.pageText, this.on);
    root.append(this.pager, this.more);
    new ResizeObserver(() => this.arrange()).observe(root);
  }

  /** @param linked the cameras of hosts in PK, this room's first; none without one */
  show(pictures: readonly Picture[], linked: readonly string[] = []): void {
    this.pictures = pictures;
    this.linked = linked;
    this.order = seatOrder(this.order, pictures.map(seatable), PAGE_TILES_MAX);
    for (const [key, tile] of this.tiles) {
      if (!pictures.some((picture) => picture.key === key)) {
        tile.remove();
        this.tiles.delete(key);
        this.withFigures.delete(key);
      }
    }
    for (const picture of pictures) {
      this.tile(picture.key).show(picture, picture.key === this.pinned);
    }
    this.arrange();
  }

  /** Shows a passing sign of somebody, over the camera's tile. */
  react(identity: string, sign: Element): void {
    this.tiles.get(pictureKey(identity, false))?.react(sign);
  }

  showFigures(onAll: boolean): void {
    this.figuresOnAll = onAll;
    this.sample();
  }

  clear(): void {
    this.menu.close();
    this.sampling.stop();
    this.pinned = undefined;
    this.page = 0;
    this.withFigures.clear();
    this.show([]);
  }

  private tile(key: string): Tile {
    const known = this.tiles.get(key);
    if (known !== undefined) {
      return known;
    }
    const tile = new Tile(key, { onPin: () => this.togglePin(key), onMenu: (_, opener) => this.openMenu(key, opener) });
    this.tiles.set(key, tile);
    this.root.append(tile.root);
    this.sample();
    return tile;
  }

  private arrange(): void {
    const pages = pageCount(this.order.length);
    const box = { width: this.root.clientWidth, height: this.root.clientHeight };
    const gap = box.width < NARROW_PX ? GAP_NARROW_PX : GAP_PX;
    const focus = focusOf(this.pictures.map(seatable), this.pinned);
    const large = focus === undefined ? this.linked.filter((key) => this.order.includes(key)) : [focus];
    const inGrid = focus === undefined && large.length < 2;
    const places = inGrid ? this.grid(box, pages, gap) : this.largeAndSmall(box, large, gap);
    this.root.dataset['focus'] = focus ?? '';
    this.root.dataset['linked'] = String(inGrid || focus !== undefined ? 0 : large.length);
    this.tiles.forEach((tile, key) => {
      tile.place(places.get(key));
      tile.root.dataset['focused'] = String(key === focus);
    });
    this.showPager(inGrid ? pages : 1);
    this.showMore(inGrid ? 0 : this.order.length - places.size);
  }

  private grid(box: Size, pages: number, gap: number): Map<string, Place> {
    this.page = Math.min(this.page, pages - 1);
    const shown = this.order.slice(this.page * PAGE_TILES_MAX, (this.page + 1) * PAGE_TILES_MAX);
    const height = pages > 1 ? box.height - PAGER_PX : box.height;
    return new Map(gridPlaces({ ...box, height }, shown.length, gap).map((place, index) => [shown[index]!, place]));
  }

  private largeAndSmall(box: Size, large: readonly string[], gap: number): Map<string, Place> {
    const others = this.order.filter((key) => !large.includes(key));
    const one = stagePlaces(box, others.length, gap);
    const layout = large.length === 1 ? { linked: [one.focus], strip: one.strip } : sideBySide(box, large.length, others.length, gap);
    return new Map([
      ...layout.linked.map((place, index) => [large[index]!, place] as const),
      ...this.inStrip(others, layout.strip.length).map((key, index) => [key, layout.strip[index]!] as const),
    ]);
  }

  /** Beside a large picture there is less room: who speaks has it first. */
  private inStrip(keys: readonly string[], places: number): string[] {
    const present = this.pictures.filter(({ key }) => keys.includes(key)).map(seatable);
    return seatOrder([...keys], present, places).slice(0, places);
  }

  private showPager(pages: number): void {
    this.pager.hidden = pages < 2;
    this.back.disabled = this.page === 0;
    this.on.disabled = this.page >= pages - 1;
    setText(this.pageText, `Page ${this.page + 1} of ${pages}`);
  }

  private showMore(count: number): void {
    this.more.hidden = count <= 0;
    this.more.textContent = `+${count}`;
  }

  private pageButton(iconName: string, label: string, step: number): HTMLButtonElement {
    const made = button('', () => {
      this.page += step;
      this.arrange();
    });
    made.className = 'quiet';
    made.setAttribute('aria-label', label);
    made.append(icon(iconName));
    return made;
  }

  private togglePin(key: string): void {
    this.pinned = this.pinned === key ? undefined : key;
    this.show(this.pictures, this.linked);
  }

  private openMenu(key: string, opener: HTMLElement): void {
    const picture = this.pictures.find((one) => one.key === key);
    if (picture !== undefined) {
      this.menu.open(picture, opener, { pinned: key === this.pinned, figures: this.withFigures.has(key) });
    }
  }

  private toggleFigures(key: string): void {
    if (!this.withFigures.delete(key)) {
      this.withFigures.add(key);
    }
    this.sample();
  }

  /** Figures are gathered only while somebody looks at them. */
  private sample(): void {
    this.tiles.forEach((tile, key) => tile.tell(this.hasFigures(key) ? '…' : undefined));
    if (![...this.tiles.keys()].some((key) => this.hasFigures(key))) {
      this.sampling.stop();
      return;
    }
    this.sampling.start(async () => {
      for (const [key, tile] of this.tiles) {
        if (this.hasFigures(key) && !tile.root.hidden) {
          const figures = await this.listener.figures(key);
          tile.tell(this.hasFigures(key) ? figuresText(figures) : undefined);
          tile.root.dataset['width'] = String(figures?.sent === false ? figures.frameWidth : 0);
        }
      }
    });
  }

  private hasFigures(key: string): boolean {
    return this.figuresOnAll || this.withFigures.has(key);
  }
}

function seatable({ key, isScreen, person }: Picture): Seatable {
  return { key, isScreen, isLocal: person.isLocal, speaking: person.speaking, spokeAtMs: person.spokeAtMs };
}
