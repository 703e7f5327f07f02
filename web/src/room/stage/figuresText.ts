import { layerName } from '../../media/sendEncodings';
import { bitrateText, fpsText, lossText, rttText, sizeText } from '../../stats/format';
import type { Figures } from '../session/RoomSession';

/** The figures of one picture, a line each, as its tile shows them. */
export function figuresText(figures: Figures | undefined): string {
  if (figures === undefined) {
    return 'nothing flows';
  }
  if (!figures.sent) {
    return [
      `${figures.codec ?? '–'}  ${sizeText(figures.frameWidth, figures.frameHeight)}`,
      `${fpsText(figures.fps)}  ${bitrateText(figures.bitrateBps)}`,
      `loss ${lossText(figures.loss)}  RTT ${rttText(figures.rttMs)}`,
    ].join('\n');
  }
  const layers = figures.layers.map((layer) => layer.bitrateBps > 0
    ? `${layerName(layer.rid)}  ${sizeText(layer.width, layer.height)}  ${fpsText(layer.fps)}  ${bitrateText(layer.bitrateBps)}`
    : `${layerName(layer.rid)}  paused`);
  const way = `loss ${lossText(figures.loss)}  RTT ${rttText(figures.rttMs)}`;
  return [`sent, ${figures.layers[0]?.codec ?? '–'}`, ...layers, way].join('\n');
}
