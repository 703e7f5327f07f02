package io.ringcast.mixer.config;

import java.net.URI;

/** A picture from the web and its place, in fractions of what it lies on. */
public record PlacedPicture(URI uri, double x, double y, double width, double height) {}
