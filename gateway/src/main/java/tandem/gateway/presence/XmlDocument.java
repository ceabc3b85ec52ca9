package tandem.gateway.presence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document being written, in UTF-8: what people wrote is escaped, and what XML 1.0 has no place for (section 2.2) is left out. */
final class XmlDocument {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(1_024);
    private final XMLStreamWriter writer;

    /** What writing may fail with, and does not: it goes to memory. */
    private interface Writing {
        void run() throws XMLStreamException;
    }

    /** Begins one with a root of that name, whose elements are all of that namespace. */
    XmlDocument(String root, String namespace) {
        try {
            writer = FACTORY.createXMLStreamWriter(octets, StandardCharsets.UTF_8.name());
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        write(() -> {
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeStartElement(root);
            writer.writeDefaultNamespace(namespace);
        });
    }

    private XmlDocument write(Writing what) {
        try {
            what.run();
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Opens an element. */
    XmlDocument open(String element) {
        return write(() -> writer.writeStartElement(element));
    }

    /** Gives the element that was opened last an attribute. */
    XmlDocument attribute(String name, String value) {
        return write(() -> writer.writeAttribute(name, clean(value)));
    }

    /** An element with text in it. */
    XmlDocument text(String element, String text) {
        return open(element).content(text).close();
    }

    /** Text in the element that is open. */
    XmlDocument content(String text) {
        return write(() -> writer.writeCharacters(clean(text)));
    }

    /** Closes the element that was opened last. */
    XmlDocument close() {
        return write(writer::writeEndElement);
    }

    /** Closes what is open; the whole of it. */
    byte[] octets() {
        write(() -> {
            writer.writeEndDocument();
            writer.flush();
        });
        return octets.toByteArray();
    }

    private static String clean(String text) {
        boolean good = text.codePoints().allMatch(XmlDocument::isCharacter);
        return good
                ? text
                : text.codePoints()
                        .filter(XmlDocument::isCharacter)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isCharacter(int c) {
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF);
    }
}
