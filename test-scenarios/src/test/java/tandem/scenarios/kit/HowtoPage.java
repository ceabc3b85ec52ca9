package tandem.scenarios.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of docs/howto: what it tells people to paste are its indented blocks. */
public final class HowtoPage {
    private static final String INDENT = "    ";
    private static final Pattern YAML = Pattern.compile("[a-z0-9-]+:.*");

    private static final Pattern FILES = Pattern.compile("\n(?=# \\S+\\.yaml\n)");

    private final String name;
    private final List<String> blocks;

    private HowtoPage(String name, List<String> blocks) {
        this.name = name;
        this.blocks = List.copyOf(blocks);
    }

    /** The page of that name, without its ending. */
    public static HowtoPage named(String name) {
        String text = Places.read(Places.root().resolve("docs/howto/" + name + ".md"));
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : (text + "\n-").lines().toList()) {
            if (line.startsWith(INDENT)) {
                block.append(line.substring(INDENT.length())).append('\n');
            } else if (line.isBlank() && !block.isEmpty()) {
                block.append('\n');
            } else if (!block.isEmpty()) {
                blocks.add(block.toString().stripIndent().strip() + "\n");
                block.setLength(0);
            }
        }
        return new HowtoPage(name, blocks);
    }

    /** The names of all pages. */
    public static List<String> names() {
        return Places.files(Places.root().resolve("docs/howto"), ".md").stream()
                .map(Path::getFileName)
                .map(file -> file.toString().replaceFirst("\\.md$", ""))
                .toList();
    }

    /** The one block that has that line in it; fails where there is none, or more. */
    public String block(String line) {
        List<String> found = blocks.stream()
                .filter(block -> block.lines().anyMatch(line::equals))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks of " + name + " have the line " + line);
        }
        return found.getFirst();
    }

    /** Its blocks of YAML: those that begin with a key, after comments maybe. Two files in one block are two. */
    public List<String> yaml() {
        return blocks.stream()
                .flatMap(block -> FILES.splitAsStream(block))
                .filter(HowtoPage::isYaml)
                .toList();
    }

    private static boolean isYaml(String block) {
        return block.lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .filter(line -> YAML.matcher(line).matches())
                .isPresent();
    }
}
