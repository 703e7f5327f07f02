package io.ringcast.mixer.config;

/**
 * How a written watermark looks and where it begins.
 *
 * @param fontSize in pixels of the normal canvas
 * @param alpha 0 for invisible, 1 for opaque
 * @param x of its left edge, as a fraction of what it lies on
 * @param y of its upper edge
 */
public record MarkStyle(int fontSize, boolean white, double alpha, double x, double y) {}
