import { element } from '../page/dom';
import { KeyedList, mark, type Row } from '../page/keyed';
import { moved, resized, type Size, type Tile } from './MixPlan';

const STEP = 8;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP],
};

/** The tiles of a CUSTOM layout over the picture: dragged, resized at their corner, and moved by arrow keys. */
export class TileBoard {
  private readonly list: KeyedList<Tile>;
  private canvas: Size = { width: 2, height: 2 };

  constructor(private readonly root: HTMLElement, private readonly onChange: (tile: Tile) => void) {
    this.list = new KeyedList(root, ({ streamId }) => streamId, (tile) => this.made(tile));
  }

  show(tiles: readonly Tile[], canvas: Size): void {
    this.canvas = canvas;
    this.list.show(tiles);
  }

  private made({ userId, streamId }: Tile): Row<Tile> {
    const name = element('span', '', userId);
    const corner = element('i', 'corner');
    const place = element('div', 'place', name, corner);
    place.tabIndex = 0;
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', `${userId}: arrow keys move it, with Shift they change its size`);
    let tile: Tile = { userId, streamId, x: 0, y: 0, width: 0, height: 0 };
    place.dataset['stream'] = streamId;
    place.addEventListener('pointerdown', (event) => this.drag(place, tile, event, event.target === corner));
    place.addEventListener('keydown', (event) => this.onKey(tile, event));
    return {
      element: place,
      update: (now) => {
        tile = now;
        const { width, height } = this.canvas;
        const share = (part: number, whole: number): string => `${(part / whole) * 100}%`;
        Object.assign(place.style, {
          left: share(now.x, width), top: share(now.y, height), width: share(now.width, width), height: share(now.height, height),
        });
        mark(place, 'place', `${now.x} ${now.y} ${now.width} ${now.height}`);
      },
    };
  }

  private drag(place: HTMLElement, start: Tile, down: PointerEvent, resizes: boolean): void {
    const scale = this.canvas.width / this.root.getBoundingClientRect().width;
    place.setPointerCapture(down.pointerId);
    const onMove = (event: PointerEvent): void => {
      const right = (event.clientX - down.clientX) * scale;
      const lower = (event.clientY - down.clientY) * scale;
      this.onChange(resizes ? resized(start, this.canvas, start.width + right, start.height + lower)
        : moved(start, this.canvas, start.x + right, start.y + lower));
    };
    const onUp = (): void => {
      place.removeEventListener('pointermove', onMove);
      place.removeEventListener('pointerup', onUp);
      place.removeEventListener('pointercancel', onUp);
    };
    place.addEventListener('pointermove', onMove);
    place.addEventListener('pointerup', onUp);
    place.addEventListener('pointercancel', onUp);
  }

  private onKey(tile: Tile, event: KeyboardEvent): void {
    const [right, lower] = ARROWS[event.key] ?? [0, 0];
    if (right !== 0 || lower !== 0) {
      event.preventDefault();
      this.onChange(event.shiftKey ? resized(tile, this.canvas, tile.width + right, tile.height + lower)
        : moved(tile, this.canvas, tile.x + right, tile.y + lower));
    }
  }
}
