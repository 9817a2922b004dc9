"""Write an old policy, kept as Markdown, in the other formats that institutions keep their policies in."""

from __future__ import annotations

import io
import re

import docx
import markdown


def as_web_page(text: str) -> bytes:
    """Write Markdown as a web page with a style sheet and a script, which nobody should read as policy."""
    body = markdown.markdown(text, extensions=["sane_lists"], output_format="html")
    head = "<head><title>Policy</title><style>p { color: red }</style></head>"
    script = "<script>document.write('unread')</script>"
    return f"<!DOCTYPE html>\n<html lang='en'>{head}<body>{body}{script}</body></html>".encode()


def as_plain_text(text: str) -> bytes:
    """Write Markdown as plain text; headings stand alone in capitals, items begin with a hyphen."""
    lines = [line.lstrip("# ").upper() if line.startswith("#") else line for line in text.splitlines()]
    return "\r\n".join(lines).encode("cp1252")


def as_word(text: str) -> bytes:
    """Write Markdown as a Word file with real headings and lists."""
    document = docx.Document()
    for block in re.split(r"\n\n+", text.strip()):
        for line in block.splitlines():
            if line.startswith("#"):
                marks, _, words = line.partition(" ")
                document.add_heading(words, level=len(marks))
            elif line.startswith("- "):
                document.add_paragraph(line[2:], style="List Bullet")
            else:
                document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(text: str) -> bytes:
    """Write Markdown as a PDF of letter pages with a running foot."""
    import weasyprint  # takes a second to load

    style = (
        "@page { size: letter; margin: 2cm; @bottom-center { content: 'Social media policy, page ' counter(page) } }"
    )
    body = markdown.markdown(text, extensions=["sane_lists"], output_format="html")
    return bytes(weasyprint.HTML(string=f"<style>{style}</style>{body}").write_pdf())
