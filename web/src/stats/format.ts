/** Numbers as people read them; undefined is a dash. */
export function bitrateText(bps: number | undefined): string {
  if (bps === undefined) {
    return '–';
  }
  return bps >= 1_000_000 ? `${(bps / 1_000_000).toFixed(2)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
}

export function fpsText(fps: number | undefined): string {
  return fps === undefined ? '–' : `${Math.round(fps)} fps`;
}

export function lossText(fraction: number | undefined): string {
  return fraction === undefined ? '–' : `${(fraction * 100).toFixed(1)} %`;
}

export function rttText(ms: number | undefined): string {
  return ms === undefined ? '–' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

export function sizeText(width: number | undefined, height: number | undefined): string {
  return width && height ? `${width}×${height}` : '–';
}
