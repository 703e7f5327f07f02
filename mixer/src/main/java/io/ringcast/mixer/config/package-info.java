/** What a mix shall look and sound like: the model, and the document it is read from. */
@NullMarked
package io.ringcast.mixer.config;

import org.jspecify.annotations.NullMarked;
