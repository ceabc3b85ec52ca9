package tandem.scenarios.kit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A picture somebody saw. */
public record Picture(Path file, BufferedImage image) {
    /** The last one in that folder whose name begins so, once it is written whole. */
    static Optional<Picture> latest(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> last = files.filter(
                            file -> file.getFileName().toString().startsWith(name))
                    .max(Comparator.comparing(Path::toString));
            Optional<BufferedImage> image = last.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(ImageIO.read(last.get().toFile()));
            return image.map(read -> new Picture(last.orElseThrow(), read));
        } catch (IOException half) {
            return Optional.empty();
        }
    }

    /** The colour of the wall, where no square is: which of red, green and blue outshines the others by far, or {@code none}. */
    public String wall() {
        int pixel = image.getRGB(image.getWidth() / 2, image.getHeight() / 5);
        int red = pixel >> 16 & 0xFF;
        int green = pixel >> 8 & 0xFF;
        int blue = pixel & 0xFF;
        if (red > 2 * Math.max(green, blue)) {
            return "red";
        }
        if (green > 2 * Math.max(red, blue)) {
            return "green";
        }
        return blue > 2 * Math.max(red, green) ? "blue" : "none";
    }

    /** Keeps it where pictures of stories are looked at. */
    public void keep(String name) {
        try {
            Path pictures = Files.createDirectories(Places.root().resolve("test-scenarios/target/pictures"));
            Files.write(pictures.resolve(name + ".png"), Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
