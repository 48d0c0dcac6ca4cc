"""The child of ``pdf``: typesets the JSON on stdin as PDF on stdout. Run by path, imports no app.

Arguments: the template, the folder of fonts. What people wrote reaches the template as data only.
"""

import os
import sys

import typst

if __name__ == "__main__":
    template, fonts = sys.argv[1:]
    try:
        done = typst.compile(
            template,
            root=os.path.dirname(template),  # noqa: PTH120 - pathlib takes longer to import
            font_paths=typst.Fonts(False, False, [fonts]),
            ignore_system_fonts=True,
            sys_inputs={"data": sys.stdin.buffer.read().decode("utf-8")},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        sys.exit(error.message)
    sys.stdout.buffer.write(done)
