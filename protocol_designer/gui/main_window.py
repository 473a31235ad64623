"""The window: the start page, or one open protocol with its panels around it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QCloseEvent, QResizeEvent, QUndoGroup
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget

from protocol_designer.gui.actions import ACTIONS, build_actions, show_icons
from protocol_designer.gui.comment_actions import CommentActions
from protocol_designer.gui.docks import Docks
from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.file_actions import FileActions
from protocol_designer.gui.focus_tips import FocusTips
from protocol_designer.gui.formulary_actions import FormularyActions
from protocol_designer.gui.help_actions import HelpActions
from protocol_designer.gui.icons import application_icon
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.page_actions import PageActions
from protocol_designer.gui.precedent_actions import PrecedentActions
from protocol_designer.gui.preview_actions import PreviewActions
from protocol_designer.gui.recent_menu import RecentMenu
from protocol_designer.gui.review_actions import ReviewActions
from protocol_designer.gui.search_actions import SearchActions
from protocol_designer.gui.standing_bar import StandingBar
from protocol_designer.gui.start_page import StartPage
from protocol_designer.gui.status_line import StatusLine
from protocol_designer.gui.template_actions import TemplateActions
from protocol_designer.gui.theme import Theme, ThemeMode
from protocol_designer.gui.toolbar import add_toolbar, finish_view_menu, follow_steps, name_steps
from protocol_designer.gui.version_actions import VersionActions
from protocol_designer.gui.widgets.card import column_of
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.documents import close_document, window_title
from protocol_designer.workspace.drafts import list_drafts
from protocol_designer.workspace.formulary_choice import FormularyChoice
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace


class MainWindow(QMainWindow):
    """Shows one protocol at a time. Closing it loses nothing: every edit is in a file already."""

    def __init__(
        self,
        formularies: FormularyChoice,
        templates: TemplateLibrary,
        theme: Theme,
        settings: UserSettings,
    ) -> None:
        super().__init__()
        self.formularies = formularies
        formularies.setParent(self)
        self.library = templates
        self._theme = theme
        self._settings = settings
        self.workspace: Workspace | None = None
        self.area: DocumentArea | None = None
        self.notice = NoticeBar(theme, self)
        self.start_page = StartPage(templates, theme, self)
        self.status_line = StatusLine(theme, self)
        self._stack = QStackedWidget(self)
        self.undo_group = QUndoGroup(self)
        self.docks = Docks(self)
        self.files = FileActions(formularies, templates, theme, settings, self)
        self.templates = TemplateActions(templates, formularies, self.files, theme, self)
        self.formulary = FormularyActions(formularies, theme, self)
        self.pages = PageActions(theme, self)
        self.review = ReviewActions(self.docks, settings, self)
        self.versions = VersionActions(templates, theme, settings, self)
        self.comments = CommentActions(self.docks, self.versions, settings, self)
        self.precedents = PrecedentActions(templates, formularies, self.docks, theme, self)
        self.preview = PreviewActions(self.docks, theme, settings, self)
        self.search = SearchActions(self)
        self.help = HelpActions(formularies, self)
        self.standing = StandingBar(self.versions, self)
        self.actions_by_id = build_actions(self)
        self._build()
        self._connect()
        self.show_start_page()
        self._tell_formulary()

    @property
    def shows_protocol(self) -> bool:
        """Whether a protocol is in view rather than the start page."""
        return self._stack.currentWidget() is not self.start_page

    # View menu

    def show_start_page(self) -> None:
        """Show the start page; the open protocol stays open behind it."""
        file = self.workspace.file if self.workspace else None
        self.start_page.show_files(
            self._settings.recent_files,
            list_drafts(),
            file.path if file else None,
            self.files.deleted_draft,
        )
        self._stack.setCurrentWidget(self.start_page)
        self._show_state()
        self.start_page.focus_first()

    def show_protocol(self) -> None:
        """Go back from the start page to the open protocol."""
        if self.area is not None:
            self._stack.setCurrentWidget(self.area)
            self._show_state()

    def show_page(self, number: int) -> None:
        """Show a page of the open protocol, counted from 0."""
        if self.area is not None:
            self.show_protocol()
            self.area.show_page(number)

    def next_panel(self) -> None:
        """Move the focus on: page, outline, inspector, problems, questions, page again."""
        if self.area is not None and not self.docks.focus_next():
            self.area.tabs.currentWidget().setFocus()
            self.area.tabs.tabBar().setFocus()

    def reset_layout(self) -> None:
        """Put every panel where it stood at first."""
        self.docks.arrange()
        self.docks.fit(self.width())

    def set_theme(self, code: str) -> None:
        """Follow the system, or stay light or dark."""
        self._theme.set_mode(ThemeMode(code))
        self._settings.theme = code

    def undo(self) -> None:
        """Take back the last edit."""
        self.undo_group.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        self.undo_group.redo()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.docks.fit(event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.precedents.wait()
        self._settings.keep_layout(self.saveGeometry(), self.saveState())
        self._let_go()
        super().closeEvent(event)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show another protocol in place of the one that is open."""
        self._let_go(workspace)
        self.notice.hide()
        self.workspace = workspace
        workspace.setParent(self)
        self.undo_group.addStack(workspace.undo_stack)
        self.undo_group.setActiveStack(workspace.undo_stack)
        for part in (self.files, self.versions, self.templates):
            part.work_on(workspace)
        workspace.report_changed.connect(self._show_state)
        workspace.states_changed.connect(self._show_state)
        workspace.navigation_requested.connect(self._reveal)
        workspace.edit_refused.connect(self.notice.say)
        workspace.storage_failed.connect(self.notice.say)
        self._fill(workspace)
        self._tell_formulary()

    def _fill(self, workspace: Workspace) -> None:
        """Make the pages and panels of the open protocol."""
        panels = self.docks.fill(workspace, self._theme, self.library)
        self.area = DocumentArea(workspace, self._theme, self)
        self._stack.addWidget(self.area)
        self._stack.setCurrentWidget(self.area)
        self.pages.work_on(workspace, panels.outline, self.area)
        self.review.work_on(workspace, panels, self.area)
        self.preview.work_on(workspace, self.area)
        self.comments.work_on(workspace, panels)
        self.precedents.work_on(workspace, panels.precedents)
        self._show_state()

    def _judge_anew(self) -> None:
        """Show the open protocol as the formulary in force makes it."""
        self.notice.hide()
        if self.workspace is not None and self.area is not None:
            was_shown, page = self.shows_protocol, self.area.tabs.currentIndex()
            self._drop_area()
            self.workspace.use_formulary(self.formularies.in_force)
            self._fill(self.workspace)
            self.area.show_page(page)
            if not was_shown:
                self.show_start_page()
        self._tell_formulary()

    def _tell_formulary(self) -> None:
        formulary = self.formularies.in_force
        self.status_line.show_formulary(formulary)
        if formulary.notice:
            self.notice.say(formulary.notice)

    def _build(self) -> None:
        self.setWindowIcon(application_icon())
        room = self.screen().availableSize()
        self.setMinimumSize(QSize(960, 600).boundedTo(room))
        self.resize(QSize(1280, 800).boundedTo(room))
        self._stack.addWidget(self.start_page)
        self.setCentralWidget(column_of(self.standing, self.notice, self._stack))
        self.setStatusBar(self.status_line)
        add_toolbar(self, self.actions_by_id)
        RecentMenu(self._settings, self.files.open_path, self).put_after(self.actions_by_id["open"])
        self.menuBar().setAccessibleName(self.tr("Menus"))
        finish_view_menu(self, self.actions_by_id, self.docks.listed, self._theme)
        self._show_icons()
        if layout := self._settings.layout():
            self.restoreGeometry(layout[0])
            self.restoreState(layout[1])

    def _connect(self) -> None:
        FocusTips(self)
        files = self.files
        files.serve(self.start_page)
        self.templates.serve(self.start_page)
        self.precedents.study_requested.connect(lambda key: self.templates.browse().choose(key))
        files.drafts_changed.connect(self.show_start_page)
        files.already_open.connect(self.show_protocol)
        for other in (files.opened, self.versions.viewed):
            other.connect(self.show_workspace)
        for problem in (files.failed, self.versions.failed, self.comments.failed):
            problem.connect(self.notice.say)
        parts = (self.templates, self.review, self.versions, self.comments, self.precedents, self.preview)
        for told in (files.kept, *(part.said for part in parts)):
            told.connect(self._say)
        self.status_line.problems_requested.connect(self.docks.show_problems)
        self.status_line.formulary_requested.connect(self.formulary.show_formulary)
        self.formularies.changed.connect(self._judge_anew)
        follow_steps(self.undo_group, self._name_undo)
        self._theme.changed.connect(self._show_icons)

    def _show_state(self) -> None:
        """Show title, counts, file and what can be done, as they are now."""
        shown = self.workspace if self.shows_protocol else None
        if shown is None:
            self.docks.hide_all()
        else:
            self.docks.show_beside_protocol()
        for row in ACTIONS:
            self.actions_by_id[row.id].setEnabled(not row.needs_document or shown is not None)
        self.actions_by_id["protocol"].setEnabled(self.workspace is not None and shown is None)
        self._name_undo()
        self.standing.show_standing(shown)
        if shown is None:
            self.setWindowTitle(self.tr("Protocol Designer"))
            self.status_line.show_nothing()
            return
        self.setWindowTitle(f"{window_title(shown)} – {self.tr('Protocol Designer')}")
        self.status_line.show_report(shown.known_report)
        self.status_line.show_kept(shown)

    def _name_undo(self) -> None:
        name_steps(self.undo_group, self.actions_by_id, self.shows_protocol)

    def _reveal(self, place: str) -> None:
        if self.area is None or self.workspace is None:
            return
        self.show_protocol()
        is_shown = self.area.reveal(place)
        self.workspace.select(place)  # the field that took the focus may speak of a part of the place only
        if not is_shown:
            self.docks.show_inspector()
            where = place_words(self.workspace.trial, place)
            self._say(self.tr("{place} stands in the inspector").format(place=where))

    def _say(self, sentence: str) -> None:
        self._show_state()
        self.status_line.say(sentence)

    def _show_icons(self) -> None:
        show_icons(self.actions_by_id, self._theme)

    def _let_go(self, following: Workspace | None = None) -> None:
        """Close the file of the open protocol, unless the one that follows is kept in it too."""
        if self.workspace is None:
            return
        self.undo_group.removeStack(self.workspace.undo_stack)
        self._drop_area()
        if following is None or following.file is not self.workspace.file:
            close_document(self.workspace)
        self.workspace.deleteLater()
        self.workspace = None

    def _drop_area(self) -> None:
        self.preview.let_go()
        if self.area is not None:
            self._stack.removeWidget(self.area)
            self.area.deleteLater()
            self.area = None
