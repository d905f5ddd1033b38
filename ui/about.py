"""Which Pagelight this is, what it stands on, and under which terms."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.legal import LICENCE, NOTICES, legal_text
from app.main import version
from ui.basics.icons import pixmap
from ui.basics.theme import SPACE, set_tone

MARK_PX = 56


class AboutDialog(QDialog):
    """Version, licence and notices, to be read and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Pagelight"))
        mark = QLabel()
        mark.setPixmap(pixmap("pagelight", QColor("black"), self.devicePixelRatioF(), MARK_PX))
        name = QLabel(self.tr("Pagelight {version}").format(version=version()))
        set_tone(name, "title")
        what = QLabel(self.tr("Finds pages by what they look like, on this machine alone."))
        terms = QLabel(
            self.tr("Free software under the GNU Affero General Public License, version 3 or later. Qt {qt}.").format(
                qt=QLibraryInfo.version().toString()
            )
        )
        set_tone(terms, "quiet")
        sentences = QVBoxLayout()
        sentences.setSpacing(SPACE // 2)
        for label in (name, what, terms):
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            sentences.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(sentences, 1)
        self.texts = QTabWidget()
        for part in (self.texts, self.texts.tabBar()):
            part.setAccessibleName(self.tr("Texts"))
        for title, file in ((self.tr("Others' work"), NOTICES), (self.tr("Licence"), LICENCE)):
            text = QTextBrowser()
            words = legal_text(file) or self.tr("This text was not packed with the program.")
            if file == NOTICES:
                text.setMarkdown(words)
            else:
                text.setPlainText(words)
            text.setOpenLinks(False)
            # Links are not opened, so they are nothing to stop at with the Tab key either.
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setTabChangesFocus(True)
            text.setAccessibleName(title)
            self.texts.addTab(text, title)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(head)
        layout.addWidget(self.texts, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(QSize(640, 560).boundedTo(self.screen().availableSize()))
